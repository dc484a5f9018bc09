//! Counts put together: an item, its values, and whether the child has a disability or learning need.

use catalogue::{Answering, Instrument};

use super::IndicatorRow;

/// So many assessments with one value of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub item: String,
    /// The rating; 1 or 0 for what is present or not.
    pub value: i64,
    pub disabled: bool,
    pub many: i64,
}

/// A row for each item of the instrument, in its order.
pub(super) fn rows(of: &Instrument, all: &[Counted]) -> Vec<IndicatorRow> {
    let items = of.sections.iter().flat_map(|section| section.items.iter().map(move |item| (section, item)));
    items
        .map(|(section, item)| {
            let sum = |fits: &dyn Fn(&&Counted) -> bool| {
                all.iter().filter(|it| it.item == item.id).filter(|it| fits(it)).map(|it| it.many).sum::<i64>()
            };
            let rated = section.answering == Answering::Rating;
            IndicatorRow {
                section: section.title.clone(),
                item: item.id.clone(),
                title: item.title.clone(),
                asked: sum(&|_| true),
                found: sum(&|it| it.value >= 1),
                medium: rated.then(|| sum(&|it| it.value >= 2)),
                high: rated.then(|| sum(&|it| it.value >= 3)),
                with_disability: sum(&|it| it.value >= 1 && it.disabled),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_holds_the_one_to_its_right() {
        let c = catalogue::Catalogue::embedded();
        let of = c.instrument("F2-A", "2026-11-04".parse().expect("day")).expect("instrument");
        let one = |value, disabled, many| Counted { item: "7".to_owned(), value, disabled, many };
        let rows = rows(of, &[one(0, false, 5), one(1, true, 1), one(2, false, 2), one(3, true, 4)]);
        let it = rows.iter().find(|it| it.item == "7").expect("row");
        assert_eq!((it.asked, it.found, it.medium, it.high, it.with_disability), (12, 7, Some(6), Some(4), 5));
        assert_eq!(rows.iter().map(|it| it.found).sum::<i64>(), 7, "no other item was found");
    }
}
