//! Lists: one declaration of columns draws the table, its sorting and pages, and the export.

use crate::address;
use crate::html::Html;
use crate::parts::{Cell, Filter, Link, Table, filter, inset_text, link, pages, paragraph, table};

type Drawn<T> = Box<dyn Fn(&T) -> Html + Send + Sync>;
type Plain<T> = Box<dyn Fn(&T) -> String + Send + Sync>;

/// One column of a list: the same for the page and for the export.
pub struct Column<T> {
    key: &'static str,
    title: &'static str,
    numeric: bool,
    sorts: bool,
    drawn: Option<Drawn<T>>,
    plain: Plain<T>,
}

impl<T> Column<T> {
    /// A column of words. `key` names it in exports and in the address when it sorts.
    #[must_use]
    pub fn of(key: &'static str, title: &'static str, plain: impl Fn(&T) -> String + Send + Sync + 'static) -> Self {
        Self { key, title, numeric: false, sorts: false, drawn: None, plain: Box::new(plain) }
    }
    /// Drawn otherwise on the page: a link, a tag.
    #[must_use]
    pub fn drawn(mut self, as_html: impl Fn(&T) -> Html + Send + Sync + 'static) -> Self {
        self.drawn = Some(Box::new(as_html));
        self
    }
    /// Of numbers: set to the right.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
    /// Can sort the list; the room's query must know its key.
    #[must_use]
    pub fn sorts(mut self) -> Self {
        self.sorts = true;
        self
    }
    /// The key.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, beginning with 1.
    pub page: u64,
    /// How many rows a page has.
    pub size: u64,
    /// The key of the column that sorts.
    pub sort: String,
    /// Whether the largest comes first.
    pub down: bool,
}

impl Place {
    /// Reads `page` and `sort` (`key` or `-key`) of an address. What no column can sort by is not followed: then `usual`,
    /// written in the same way, holds.
    #[must_use]
    pub fn asked<T>(questions: &[(String, String)], columns: &[Column<T>], usual: &str, size: u64) -> Self {
        let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
        let sorts = |it: &str| columns.iter().any(|column| column.sorts && column.key == it.trim_start_matches('-'));
        let sort = Some(get("sort")).filter(|it| sorts(it)).unwrap_or(usual);
        Self {
            page: get("page").parse().unwrap_or(1).clamp(1, 1_000_000),
            size: size.max(1),
            sort: sort.trim_start_matches('-').to_owned(),
            down: sort.starts_with('-'),
        }
    }
    /// How many rows stand before this page.
    #[must_use]
    pub fn skip(&self) -> u64 {
        (self.page - 1).saturating_mul(self.size)
    }
    fn written(&self) -> String {
        format!("{}{}", if self.down { "-" } else { "" }, self.sort)
    }
}

/// A list to be shown.
pub struct List<'a, T> {
    /// What it is a list of, in the singular and the plural: `("referral", "referrals")`.
    pub of: (&'a str, &'a str),
    /// The columns; the first says what the row is.
    pub columns: &'a [Column<T>],
    /// The rows of this page, already narrowed, sorted and cut by the query.
    pub rows: &'a [T],
    /// How many there are on all pages: counted by the same query.
    pub total: u64,
    /// Which part is shown.
    pub place: &'a Place,
    /// The address with its filters, without page and sort.
    pub address: &'a str,
    /// The panel with the filters.
    pub filter: Option<Filter<'a>>,
    /// What an empty list says, such as "No referral waits for a decision."
    pub empty: &'a str,
    /// Formats and addresses of the exports this user may make; without filters in the address if they were posted.
    pub exports: &'a [Link<'a>],
}

/// The list with its filter, count, sorting, pages and exports.
#[must_use]
pub fn list_of<T>(o: &List<'_, T>) -> Html {
    let body = Html::new().html(&if o.rows.is_empty() { nothing(o) } else { rows(o) });
    match &o.filter {
        None => body,
        Some(panel) => Html::new()
            .raw("<div class=\"hf-filtered\">")
            .html(&filter(panel))
            .raw("<div>")
            .html(&body)
            .raw("</div></div>"),
    }
}

fn nothing<T>(o: &List<'_, T>) -> Html {
    if o.total > 0 {
        let first = address(o.address, &[("sort", &o.place.written())]);
        return inset_text(
            &paragraph("There is nothing on this page of the list.")
                .html(&link(&Link::to(&first, "Go to the first page"))),
        );
    }
    let set = o.filter.as_ref().is_some_and(|it| !it.set.is_empty());
    let words = if set { format!("No {} with these filters.", o.of.0) } else { o.empty.to_owned() };
    inset_text(&paragraph(&words))
}

fn rows<T>(o: &List<'_, T>) -> Html {
    let last = o.total.div_ceil(o.place.size).max(1);
    let (first, end) = (o.place.skip() + 1, o.place.skip() + o.rows.len() as u64);
    let name = if o.total == 1 { o.of.0 } else { o.of.1 };
    let caption =
        if last == 1 { format!("{} {name}", o.total) } else { format!("{} {name}, {first} to {end} shown", o.total) };
    let row = |it: &T| o.columns.iter().map(|column| cell(column, it)).collect();
    let drawn = table(&Table {
        caption: &caption,
        caption_classes: "govuk-table__caption--s",
        head: o.columns.iter().map(|it| head(o, it)).collect(),
        rows: o.rows.iter().map(row).collect(),
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    let sort = o.place.written();
    Html::new()
        // Focusable, so that a table too wide for the screen can be scrolled by keys (WCAG 2.1.1).
        .html(&crate::scrolling(&caption, &drawn))
        .html(&pages(o.place.page, last, |page| address(o.address, &[("sort", &sort), ("page", &page.to_string())])))
        .html(&exports(o.exports))
}

fn cell<T>(column: &Column<T>, row: &T) -> Cell {
    let html = match &column.drawn {
        Some(draw) => draw(row),
        None => crate::text(&(column.plain)(row)),
    };
    Cell { html, numeric: column.numeric, ..Cell::default() }
}

fn head<T>(o: &List<'_, T>, column: &Column<T>) -> Cell {
    if !column.sorts {
        return Cell { html: column.title.into(), numeric: column.numeric, ..Cell::default() };
    }
    let here = column.key == o.place.sort;
    let next = if here && !o.place.down { format!("-{}", column.key) } else { column.key.to_owned() };
    let html = Html::new()
        .raw("<a class=\"govuk-link hf-sort\"")
        .href(&address(o.address, &[("sort", &next)]))
        .raw(">")
        .text(column.title)
        .raw("</a>");
    let sorted = match (here, o.place.down) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Cell { html, numeric: column.numeric, sorted, ..Cell::default() }
}

fn exports(all: &[Link<'_>]) -> Html {
    if all.is_empty() {
        return Html::new();
    }
    Html::new()
        .raw("<ul class=\"hf-exports\"><li>Export this list:</li>")
        .each(all, |h, it| h.raw("<li>").html(&link(it)).raw("</li>"))
        .raw("</ul>")
}

/// A list as CSV (RFC 4180): keys in row 1, lines end with CR LF. No cell can start a formula in a spreadsheet: such a cell
/// begins with `'` (ASVS 1.2.10).
#[must_use]
pub fn csv<T>(columns: &[Column<T>], rows: &[T]) -> String {
    let head = columns.iter().map(|it| csv_cell(it.key)).collect::<Vec<_>>().join(",");
    let mut out = head + "\r\n";
    for row in rows {
        let cells: Vec<_> = columns.iter().map(|it| csv_cell(&(it.plain)(row))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One cell of CSV, quoted where it must be and unable to start a formula. A plain negative number stays what it is.
#[must_use]
pub fn csv_cell(value: &str) -> String {
    let number = value.strip_prefix('-').is_some_and(|it| {
        it.starts_with(|it: char| it.is_ascii_digit()) && it.bytes().all(|it| it.is_ascii_digit() || it == b'.')
    });
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !number;
    let guarded = if formula { format!("'{value}") } else { value.to_owned() };
    if guarded.contains([',', '"', '\r', '\n']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column<(String, i64)>> {
        vec![
            Column::of("name", "Name", |it: &(String, i64)| it.0.clone()).sorts(),
            Column::of("age", "Age", |it: &(String, i64)| it.1.to_string()).numeric(),
        ]
    }

    fn shown(total: u64, questions: &str) -> Html {
        let columns = columns();
        let questions: Vec<_> = questions
            .split('&')
            .filter_map(|it| it.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let place = Place::asked(&questions, &columns, "name", 2);
        let rows = [("Kai <b>".to_owned(), 14), ("Mina".to_owned(), 15)];
        let rows = if total == 0 { &rows[..0] } else { &rows[..] };
        list_of(&List {
            of: ("child", "children"),
            columns: &columns,
            rows,
            total,
            place: &place,
            address: "/x?status=open",
            filter: None,
            empty: "No child waits.",
            exports: &[Link::to("/x.csv", "CSV")],
        })
    }

    #[test]
    fn a_list_says_how_many_there_are_and_keeps_its_filters_on_every_link() {
        let it = shown(5, "page=2");
        assert!(it.as_str().contains("5 children, 3 to 4 shown"));
        assert!(it.as_str().contains("href=\"/x?status=open&amp;sort=name&amp;page=3\""));
        assert!(it.as_str().contains("Kai &lt;b&gt;"));
        assert!(it.as_str().contains("aria-sort=\"ascending\""));
        assert!(it.as_str().contains("href=\"/x?status=open&amp;sort=-name\""));
        assert!(shown(0, "").as_str().contains("No child waits."));
    }

    #[test]
    fn a_list_is_sorted_only_by_what_its_columns_offer() {
        let of = |value: &str| {
            let place = Place::asked(&[("sort".to_owned(), value.to_owned())], &columns(), "-name", 10);
            (place.sort, place.down)
        };
        assert_eq!(of("name"), ("name".to_owned(), false));
        for bad in ["age", "name;drop", ""] {
            assert_eq!(of(bad), ("name".to_owned(), true));
        }
        let place = Place::asked(&[("page".to_owned(), "-7".to_owned())], &columns(), "name", 10);
        assert_eq!(place.skip(), 0);
    }

    #[test]
    fn no_cell_of_an_export_can_start_a_formula() {
        for bad in ["=1+1", "+44 7700", "-1+cmd", "@x", "\tx", "\rx", "-A1"] {
            assert!(csv_cell(bad).trim_start_matches('"').starts_with('\''), "{bad:?}");
        }
        assert_eq!(csv_cell("-12.5"), "-12.5");
        assert_eq!(csv_cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        let rows = [("Kai, Jr".to_owned(), 14), ("=x".to_owned(), -1)];
        assert_eq!(csv(&columns(), &rows), "name,age\r\n\"Kai, Jr\",14\r\n'=x,-1\r\n");
    }
}
