//! An assessment: begun, drafted, proposed by its worker, returned or authorised by a manager (F2).

pub mod api;
mod authorise;
mod begin;
mod desk;
pub mod fill;
mod happenings;
pub mod list;
pub mod one;
pub(crate) mod parts;
mod propose;
mod records;
pub mod rules;
pub mod start;
pub(crate) mod subject;

pub use authorise::{AuthoriseAssessment, ReturnAssessment};
pub use begin::{BeginAssessment, WithdrawAssessment};
pub use happenings::*;
pub use propose::ProposeAssessment;
pub use records::*;

use catalogue::{Catalogue, Form, Instrument};
use door::{Reading, Writing, args};
use kernel::Refused;
use uuid::Uuid;

/// The pathway of assessments, and the kind under which its cases stand.
pub const PATHWAY: &str = "assessment";

/// What people read for whoever acts.
pub(crate) async fn own_name(w: &Writing) -> Result<String, Refused> {
    const NAME: &str = "SELECT shown_as FROM account WHERE id = $1";
    let Some(id) = w.acting.user_id() else { return Ok("The operator".to_owned()) };
    let name: Option<(String,)> = w.plain_one(NAME, args![id]).await?;
    Ok(name.map(|it| it.0).unwrap_or_default())
}

/// The instrument of an assessment in its own version; where the configuration no longer has it, the one that followed.
#[must_use]
pub fn instrument_of<'a>(c: &'a Catalogue, it: &Assessment) -> Option<&'a Instrument> {
    let own = |one: &&Instrument| one.id == it.instrument && i64::from(one.version) == it.instrument_version;
    c.instruments.iter().find(own).or_else(|| c.instrument(&it.instrument, it.begun.day()))
}

/// The form on which an assessment is being answered: that of its draft, else the one of today.
///
/// # Errors
/// [`Refused::NotFound`] when the configuration has no such instrument any more.
pub async fn form_of(r: &Reading, it: &Assessment, draft: Option<&form::Draft>) -> Result<Form, Refused> {
    if let Some(draft) = draft {
        let version = u32::try_from(draft.form_version).unwrap_or_default();
        return form::definition(r, &draft.form, version).await;
    }
    let c = r.configuration()?;
    let of = instrument_of(&c, it).ok_or(Refused::NotFound)?;
    form::of_instrument(&c, of, r.now.day()).ok_or(Refused::NotFound)
}

/// Where an assessment stands, as its pathway calls it: the state's id and what people read.
///
/// # Errors
/// When the store refuses.
pub async fn stands(r: &Reading, id: Uuid) -> Result<(String, String), Refused> {
    let state = case_state::state(r, id).await?.map(|it| it.state).unwrap_or_default();
    let c = r.configuration()?;
    let words = c.pathway(PATHWAY, r.now.day()).and_then(|it| it.state(&state)).map(|it| it.label.clone());
    Ok((state.clone(), words.unwrap_or(state)))
}

/// Whether somebody who acts is the worker of an assessment, or proposed it.
pub(crate) async fn is_own(r: &Reading, id: Uuid) -> Result<bool, Refused> {
    const OWN: &str = "SELECT COUNT(*) FROM assessment t LEFT JOIN assessment_proposal p ON p.assessment = t.id
        WHERE t.id = $1 AND (t.worker = $2 OR p.by_user = $2)";
    let found: Option<(i64,)> = r.plain_one(OWN, args![id, r.acting.recorded_as()]).await?;
    Ok(found.is_some_and(|it| it.0 > 0))
}
