//! How often each indicator is found over all assessments that the reader may see behind their numbers (C20). Each number
//! leads to the list behind it, counted by the same question; disability is a column of its own.

pub mod pages;
mod rules;

use catalogue::Instrument;
use door::{Query, Reading};
use kernel::{Day, Refused};
use policy::action::SEE_LISTS_BEHIND;
use schemars::JsonSchema;
use serde::Serialize;

use crate::assessment::Assessment;
use crate::assessment::list::Wanted;
use rules::Counted;

/// How often one item was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IndicatorRow {
    /// Its section.
    pub section: String,
    /// Its id.
    pub item: String,
    /// What it is about.
    pub title: String,
    /// In how many assessments it was answered.
    pub asked: i64,
    /// In how many it was found: rated 1 or more, or present.
    pub found: i64,
    /// Rated 2 or more; none where it is not rated.
    pub medium: Option<i64>,
    /// Rated 3; none where it is not rated.
    pub high: Option<i64>,
    /// Of those in which it was found, how many are of children with a disability or learning need.
    pub with_disability: i64,
}

/// How often each item of an instrument was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Indicators {
    /// The instrument.
    pub instrument: String,
    /// From which day on.
    pub from: Option<Day>,
    /// Up to and with which day.
    pub to: Option<Day>,
    /// How many authorised assessments there are.
    pub assessments: i64,
    /// Of how many children.
    pub children: i64,
    /// How many of the assessments are of children with a disability or learning need.
    pub with_disability: i64,
    /// How many say nothing of disability.
    pub disability_unknown: i64,
    /// Each item, in the order of the instrument.
    pub rows: Vec<IndicatorRow>,
}

/// Assessed from a day on, up to and with a day.
pub type Period = (Option<Day>, Option<Day>);

const FROM: &str = "FROM assessment t JOIN case_state c ON c.subject = t.id";

/// The list behind a number: authorised assessments on an instrument in a period.
#[must_use]
pub fn behind(instrument: &str, (from, to): Period) -> Wanted {
    Wanted {
        state: "authorised".to_owned(),
        instrument: instrument.to_owned(),
        disabled: "any".to_owned(),
        from,
        to,
        ..Wanted::default()
    }
}

/// Counts them, narrowed to what the reader may see behind numbers.
///
/// # Errors
/// When the store refuses.
pub async fn count(r: &Reading, of: &Instrument, period: Period) -> Result<Indicators, Refused> {
    const ITEMS: &str =
        "SELECT a.item, CASE WHEN a.rating IS NULL THEN CASE WHEN a.present THEN 1 ELSE 0 END ELSE a.rating END,
        t.disabled, COUNT(*) FROM assessment t JOIN case_state c ON c.subject = t.id
        JOIN assessment_answer a ON a.proposal = t.proposal";
    const BY_ITEM: &str = "GROUP BY a.item, CASE WHEN a.rating IS NULL THEN CASE WHEN a.present THEN 1 ELSE 0 END ELSE a.rating END, t.disabled";
    const WHOLE: &str = "SELECT t.disabled, COUNT(*) FROM assessment t JOIN case_state c ON c.subject = t.id";
    const CHILDREN: &str = "SELECT COUNT(DISTINCT p.root) FROM assessment t JOIN case_state c ON c.subject = t.id
        JOIN person p ON p.id = t.person";
    let wanted = behind(&of.id, period);
    let of_them = |q: Query| wanted.narrow(q);
    let items: Vec<(String, i64, String, i64)> =
        r.tally::<Assessment, _>(SEE_LISTS_BEHIND, (ITEMS, vec![]), of_them, BY_ITEM).await?;
    let whole: Vec<(String, i64)> =
        r.tally::<Assessment, _>(SEE_LISTS_BEHIND, (WHOLE, vec![]), of_them, "GROUP BY t.disabled").await?;
    let children: Vec<(i64,)> = r.tally::<Assessment, _>(SEE_LISTS_BEHIND, (CHILDREN, vec![]), of_them, "").await?;
    let of_all = |code: &str| whole.iter().filter(|it| it.0 == code).map(|it| it.1).sum::<i64>();
    let counted: Vec<Counted> = items
        .into_iter()
        .map(|(item, value, disabled, many)| Counted { item, value, disabled: disabled == "yes", many })
        .collect();
    Ok(Indicators {
        instrument: of.id.clone(),
        from: period.0,
        to: period.1,
        assessments: whole.iter().map(|it| it.1).sum(),
        children: children.first().map_or(0, |it| it.0),
        with_disability: of_all("yes"),
        disability_unknown: of_all("unknown"),
        rows: rules::rows(of, &counted),
    })
}

/// How many assessments stand behind a number: for the test that both agree.
///
/// # Errors
/// When the store refuses.
pub async fn stand_behind(r: &Reading, wanted: &Wanted) -> Result<i64, Refused> {
    r.how_many::<Assessment>(SEE_LISTS_BEHIND, FROM, |q| wanted.narrow(q)).await
}
