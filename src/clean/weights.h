/*
 * What the scoring learned: regression trees over the features, added up to
 * the log odds of a unit being content.
 *
 * Fitted by `make fit` (tests/fit) to pages whose content people have marked;
 * only numbers like "a quarter of the words in links" are in it, no word and
 * no name of any page.
 */
#ifndef CLEAN_WEIGHTS_H
#define CLEAN_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#define WEIGHTS_LEAF UINT8_MAX

/*
 * A node of a tree, in preorder.  A row whose feature is not above `value`
 * goes on with the next node, others `skip` nodes farther on.  A leaf, with
 * the feature WEIGHTS_LEAF, adds `value`; the next tree is behind it, `skip`
 * nodes on.
 */
struct weights_node {
	uint8_t feature;
	uint8_t skip;
	float value;
};

/* All trees, one behind the other. */
const struct weights_node *weights_nodes(size_t *count);

/* What is added to the sum of the trees. */
float weights_base(void);

#endif
