//! Tables.

use crate::html::Html;

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it shows.
    pub html: Html,
    /// Set to the right, with digits of one width.
    pub numeric: bool,
    /// Columns it spans; 0 or 1 is one.
    pub colspan: u16,
    /// Rows it spans; 0 or 1 is one.
    pub rowspan: u16,
    /// How its column is sorted, in a head: `ascending`, `descending` or `none`.
    pub sorted: &'static str,
    /// Further classes.
    pub classes: String,
}

impl Cell {
    /// Set to the right.
    #[must_use]
    pub fn number(it: impl Into<Html>) -> Self {
        Self { html: it.into(), numeric: true, ..Self::default() }
    }
}

impl<T: Into<Html>> From<T> for Cell {
    fn from(it: T) -> Self {
        Self { html: it.into(), ..Self::default() }
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// What it shows; every table has one, hidden by `govuk-visually-hidden` where a heading says it.
    pub caption: &'a str,
    /// Classes of the caption, such as `govuk-table__caption--m`.
    pub caption_classes: &'a str,
    /// The heads of the columns.
    pub head: Vec<Cell>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a row says what the row is.
    pub first_is_head: bool,
    /// Further classes, such as `govuk-table--small-text-until-tablet`.
    pub classes: &'a str,
}

/// A table.
#[must_use]
pub fn table(o: &Table<'_>) -> Html {
    let row = |h: Html, it: &Vec<Cell>| {
        h.raw("<tr class=\"govuk-table__row\">")
            .each(it.iter().enumerate(), |h, (nth, it)| body(h, it, nth == 0 && o.first_is_head))
            .raw("</tr>")
    };
    Html::new()
        .raw("<table")
        .class("govuk-table", &[o.classes])
        .raw(">")
        .when(!o.caption.is_empty(), |h| {
            h.raw("<caption")
                .class("govuk-table__caption", &[o.caption_classes])
                .raw(">")
                .text(o.caption)
                .raw("</caption>")
        })
        .when(!o.head.is_empty(), |h| {
            h.raw("<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">")
                .each(&o.head, head)
                .raw("</tr></thead>")
        })
        .raw("<tbody class=\"govuk-table__body\">")
        .each(&o.rows, row)
        .raw("</tbody></table>")
}

fn head(h: Html, it: &Cell) -> Html {
    spans(
        h.raw("<th scope=\"col\"")
            .class("govuk-table__header", &[if it.numeric { "govuk-table__header--numeric" } else { "" }, &it.classes]),
        it,
    )
    .some("aria-sort", it.sorted)
    .raw(">")
    .html(&it.html)
    .raw("</th>")
}

fn body(h: Html, it: &Cell, is_head: bool) -> Html {
    if is_head {
        let h = h.raw("<th scope=\"row\"").class("govuk-table__header", &[&it.classes]);
        return spans(h, it).raw(">").html(&it.html).raw("</th>");
    }
    let numeric = if it.numeric { "govuk-table__cell--numeric" } else { "" };
    spans(h.raw("<td").class("govuk-table__cell", &[numeric, &it.classes]), it).raw(">").html(&it.html).raw("</td>")
}

fn spans(h: Html, it: &Cell) -> Html {
    h.when(it.colspan > 1, |h| h.raw(" colspan=\"").number(it.colspan).raw("\""))
        .when(it.rowspan > 1, |h| h.raw(" rowspan=\"").number(it.rowspan).raw("\""))
}

/// Something wide, as a table, that scrolls inside itself and never makes the page wider. `label` says what it is.
#[must_use]
pub fn scrolling(label: &str, inner: &Html) -> Html {
    Html::new()
        .raw("<div class=\"hf-scroll\" role=\"region\" tabindex=\"0\"")
        .attr("aria-label", label)
        .raw(">")
        .html(inner)
        .raw("</div>")
}
