/* Figures: label and caption come from the full caption, never from `alt`. */
#include "pubmed/parts.h"

void
figures_read(struct page *page)
{
	struct record_figure *figure;
	uint32_t item;

	for (item = page_first(page, RULE_FIGURE, 0); item != DOM_NONE;
	     item = page_next(page, RULE_FIGURE, 0, item)) {
		figure = record_add(
		    page->arena, &page->record->figures, sizeof(*figure));
		figure->label = page_value(page, RULE_FIGURE_LABEL, item);
		figure->caption = page_value(page, RULE_FIGURE_CAPTION, item);
		figure->image_url = page_value(page, RULE_FIGURE_IMAGE, item);
		figure->thumbnail_url =
		    page_value(page, RULE_FIGURE_THUMBNAIL, item);
		figure->width =
		    page_number(page_value(page, RULE_FIGURE_WIDTH, item));
		figure->height =
		    page_number(page_value(page, RULE_FIGURE_HEIGHT, item));
	}
}
