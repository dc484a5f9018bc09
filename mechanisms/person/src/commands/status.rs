//! Dated statuses and flags (codes.md §3): looked after, in need, protection plan, care leaver, exploitation flag.

use door::{Command, Refused, Writing, args};
use kernel::{Day, PersonId, Wrongs};
use policy::action::{CHANGE_PERSON, SEE_FLAG, SEE_STATUSES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{code_in, ended, label, person_for, root_of, text};
use crate::happenings::{FlagChanged, StatusBegan, StatusEnded};
use crate::records::two_times::{close, one, replace};
use crate::rules::{Period, may_hold};
use crate::{Base, PersonStatus};

/// The statuses that are the exploitation flag: seen by [`SEE_FLAG`].
const FLAGS: [&str; 2] = ["EXP", "EXP-18"];

/// A status or flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    /// A code of `statuses`.
    pub status: String,
    /// A code of the list that belongs to it: category of a plan, need, sort of care leaver.
    #[serde(default)]
    pub category: Option<String>,
    /// A code of `legal-status`.
    #[serde(default)]
    pub legal_status: Option<String>,
    /// The council that answers for them.
    #[serde(default)]
    pub responsible_authority: String,
    /// The council that placed them.
    #[serde(default)]
    pub placing_authority: String,
    /// Its first day.
    pub from: Day,
    /// Its last day, that day included.
    #[serde(default)]
    pub to: Option<Day>,
    /// What else is to be known.
    #[serde(default)]
    pub note: String,
}

/// The list from which a status takes its category.
#[must_use]
pub fn category_list(status: &str) -> Option<&'static str> {
    match status {
        "CPP" => Some("cpp-category"),
        "CIN" => Some("cin-need"),
        "care-leaver" => Some("care-leaver"),
        _ => None,
    }
}

/// Adds a status. Asks no policy.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake; when the same status already holds on one of its days.
pub async fn add_status(w: &mut Writing, person: PersonId, new: &NewStatus) -> Result<Uuid, Refused> {
    const SAME: &str = "SELECT s.holds_from, s.holds_to FROM person_status s JOIN person p ON p.id = s.person
        WHERE p.root = $1 AND s.status = $2 AND s.replaced_at IS NULL";
    let mut wrongs = Wrongs::default();
    code_in(w, "statuses", &new.status, "status", &mut wrongs);
    match (category_list(&new.status), &new.category) {
        (Some(list), Some(category)) => code_in(w, list, category, "category", &mut wrongs),
        (None, Some(_)) => wrongs.add("category", "This status has no category"),
        (Some("cpp-category"), None) => wrongs.add("category", "Choose the category of the protection plan"),
        (_, None) => {}
    }
    if let Some(legal) = &new.legal_status {
        code_in(w, "legal-status", legal, "legal_status", &mut wrongs);
    }
    let note = text(&new.note, 1000, "note", &mut wrongs);
    let responsible = text(&new.responsible_authority, 120, "responsible_authority", &mut wrongs);
    let placing = text(&new.placing_authority, 120, "placing_authority", &mut wrongs);
    wrongs.done()?;
    let root = root_of(w, person).await?;
    let same: Vec<(Option<Day>, Option<Day>)> = w.plain(SAME, args![root, new.status]).await?;
    let others: Vec<Period> = same.into_iter().filter_map(|(from, to)| Some(Period { from: from?, to })).collect();
    may_hold(Period { from: new.from, to: new.to }, &others)?;
    keep_status(
        w,
        root,
        &NewStatus { note, responsible_authority: responsible, placing_authority: placing, ..new.clone() },
    )
    .await
}

/// Keeps a status as it was given, also where another meets it: for imported history. Asks no policy.
///
/// # Errors
/// When the store refuses.
pub async fn keep_status(w: &mut Writing, root: PersonId, new: &NewStatus) -> Result<Uuid, Refused> {
    let flag = FLAGS.contains(&new.status.as_str());
    let see = if flag { SEE_FLAG } else { SEE_STATUSES }.0.to_owned();
    let base = Base::first(w, root, Some(new.from), new.to);
    let (category, legal) = (new.category.clone(), new.legal_status.clone());
    let (responsible, placing) = (new.responsible_authority.clone(), new.placing_authority.clone());
    let (status, note) = (new.status.clone(), new.note.clone());
    w.keep(&PersonStatus::new(base, status, category, legal, responsible, placing, String::new(), note, see)).await?;
    began(w, root, base.id, new, flag).await?;
    Ok(base.id)
}

async fn began(w: &mut Writing, person: PersonId, subject: Uuid, new: &NewStatus, flag: bool) -> Result<(), Refused> {
    let name = label(w, "statuses", &new.status);
    let status = new.status.clone();
    if flag {
        return w.happened(FlagChanged { person, subject, status, set: true, words: format!("{name} set") }).await;
    }
    let of = match (category_list(&new.status), &new.category) {
        (Some(list), Some(category)) => format!(" ({})", label(w, list, category)),
        (Some(_) | None, Some(_) | None) => String::new(),
    };
    let words = format!("{name}{of} from {}", new.from.words());
    let (category, legal_status) = (new.category.clone(), new.legal_status.clone());
    w.happened(StatusBegan { person, subject, status, category, legal_status, from: new.from, words }).await?;
    match new.to {
        Some(to) => told_ended(w, person, subject, (&new.status, &new.category), String::new(), to).await,
        None => Ok(()),
    }
}

async fn told_ended(
    w: &mut Writing,
    person: PersonId,
    subject: Uuid,
    (status, category): (&str, &Option<String>),
    end_reason: String,
    to: Day,
) -> Result<(), Refused> {
    let name = label(w, "statuses", status);
    let (status, category) = (status.to_owned(), category.clone());
    if FLAGS.contains(&status.as_str()) {
        let words = format!("{name} ends on {}", to.words());
        return w.happened(FlagChanged { person, subject, status, set: false, words }).await;
    }
    let words = format!("{name} until {}", to.words());
    w.happened(StatusEnded { person, subject, status, category, end_reason, to, words }).await
}

/// Puts a status in the place of an imported one that its source corrected. Asks no policy.
///
/// # Errors
/// [`Refused::Stale`] where somebody ended or corrected it here meanwhile.
pub async fn correct_status(w: &mut Writing, old: Uuid, root: PersonId, new: &NewStatus) -> Result<Uuid, Refused> {
    close::<PersonStatus>(w, old).await?;
    keep_status(w, root, new).await
}

/// Ends a status on a day, that day included. Asks no policy.
///
/// # Errors
/// [`Refused::NotFound`] when there is none or one may not see it; when it would end before it begins.
pub async fn end_status(w: &mut Writing, status: Uuid, to: Day, reason: &str) -> Result<Uuid, Refused> {
    let sealed = one::<PersonStatus>(w, status).await?;
    let old = w.open(sealed).await?;
    let mut new = ended(w, &old, to)?;
    reason.trim().clone_into(&mut new.end_reason);
    replace(w, status, &new).await?;
    let root = root_of(w, old.person).await?;
    told_ended(w, root, new.id, (&new.status, &new.category), new.end_reason.clone(), to).await?;
    Ok(new.id)
}

/// Adds a status or flag.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStatus {
    /// Whom.
    pub person: PersonId,
    /// What.
    pub new: NewStatus,
}

impl Command for AddStatus {
    const NAME: &'static str = "people.add-status";
    const WHAT: &'static str = "Add a dated status or flag of a person";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = person_for(w, CHANGE_PERSON, self.person).await?.id;
        add_status(w, person, &self.new).await
    }
}

/// Ends a status or flag.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndStatus {
    /// The status.
    pub status: Uuid,
    /// Its last day, that day included.
    pub to: Day,
    /// Why: a code of `cin-closure` for a child in need, else words.
    #[serde(default)]
    pub reason: String,
}

impl Command for EndStatus {
    const NAME: &'static str = "people.end-status";
    const WHAT: &'static str = "End a dated status or flag";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = one::<PersonStatus>(w, self.status).await?.person().ok_or(Refused::NotFound)?;
        person_for(w, CHANGE_PERSON, person).await?;
        let mut wrongs = Wrongs::default();
        let reason = text(&self.reason, 300, "reason", &mut wrongs);
        wrongs.done()?;
        end_status(w, self.status, self.to, &reason).await
    }
}
