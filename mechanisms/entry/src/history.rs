//! Reading a chronology: across agencies, filtered, a page at a time, as it is known now or was known on a day.

use std::collections::{BTreeSet, HashMap};

use catalogue::Catalogue;
use door::{Listed, Query, Reading, Refused, args};
use kernel::{PersonId, Ts, UserId, Value};
use policy::action::SEE_RECORD;

use crate::{Entry, EntryId, matching};

/// What is asked of a chronology. Nothing given: everything, as it is known now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only these kinds.
    pub kinds: Vec<String>,
    /// Only these agencies, by their codes.
    pub agencies: Vec<String>,
    /// Not before.
    pub from: Option<Ts>,
    /// Before.
    pub to: Option<Ts>,
    /// As it was known at an instant: of a day, its end.
    pub known_at: Option<Ts>,
    /// Only entries in which every one of these words (or the beginning of one) occurs.
    pub words: String,
}

/// Newest or oldest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What happened last comes first.
    #[default]
    Newest,
    /// As it happened: for print and for court.
    Oldest,
}

const OF_PERSON: &str = "t.person IN (SELECT p.id FROM person p JOIN person q ON q.root = p.root WHERE q.id = {})";
const KNOWN_NOW: &str = "t.replaced_at IS NULL";
const KNOWN_AT: &str = "t.recorded <= {} AND (t.replaced_at IS NULL OR t.replaced_at > {})";

/// Only some values of a column; none given: all.
fn only(query: Query, column: &'static str, them: &[String]) -> Query {
    if them.is_empty() { query } else { query.among(column, them.iter().cloned().map(Value::Text).collect()) }
}

fn asked(query: Query, person: PersonId, asked: &Asked) -> Query {
    let query = query.and(OF_PERSON, args![person]);
    let query = match asked.known_at {
        None => query.and(KNOWN_NOW, vec![]),
        Some(at) => query.and(KNOWN_AT, args![at, at]),
    };
    let query = query.and_if("t.happened >= {}", asked.from).and_if("t.happened < {}", asked.to);
    let query = only(query, "t.kind", &asked.kinds);
    let query = only(query, "t.agency", &asked.agencies);
    matching(query, "entry", &asked.words)
}

/// A page of a person's chronology, of everybody merged into them too: only what the reader may see is counted, shown,
/// and noted in the ledger. `page` is how many, and how many before.
///
/// # Errors
/// When the store refuses.
pub async fn history(
    r: &Reading,
    person: PersonId,
    what: &Asked,
    order: Order,
    page: (i64, i64),
) -> Result<Listed<Entry>, Refused> {
    let order = match order {
        Order::Newest => "ORDER BY t.happened DESC, t.id DESC",
        Order::Oldest => "ORDER BY t.happened, t.id",
    };
    r.page_of::<Entry>((SEE_RECORD, person), "FROM entry t", |query| asked(query, person, what), order, page).await
}

/// One entry, opened.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or the reader may not see it.
pub async fn entry(r: &Reading, id: EntryId) -> Result<Entry, Refused> {
    let sealed = r.sealed_one::<Entry>("SELECT * FROM entry WHERE id = $1", args![id]).await?;
    r.open(sealed).await
}

/// Every version of one entry that the reader may see, the oldest first: what it said before each correction, and where
/// it stood before it was moved.
///
/// # Errors
/// When the store refuses.
pub async fn versions(r: &Reading, it: &Entry) -> Result<Vec<Entry>, Refused> {
    const SAME: &str = "SELECT * FROM entry WHERE subject_kind = $1 AND subject = $2 ORDER BY recorded, id";
    if it.source != crate::rules::NOTE {
        return Ok(vec![it.clone()]);
    }
    let all = r.sealed::<Entry>(SAME, args![it.subject_kind.clone(), it.subject]).await?;
    r.open_all(all).await
}

/// Entries that a line of words finds, of everybody whom the reader may see, the newest first; so many at most, of how
/// many.
///
/// # Errors
/// When the store refuses.
pub async fn found(r: &Reading, words: &str, most: i64) -> Result<Listed<Entry>, Refused> {
    let of = |query: Query| matching(query.and(KNOWN_NOW, vec![]), "entry", words);
    r.page::<Entry>(SEE_RECORD, "FROM entry t", of, "ORDER BY t.happened DESC, t.id DESC", (most, 0)).await
}

/// The kinds and agencies that occur on what the reader may see of a person, with how often: for the filters.
///
/// # Errors
/// When the store refuses.
pub async fn found_of(r: &Reading, person: PersonId) -> Result<(Vec<(String, i64)>, Vec<(String, i64)>), Refused> {
    let of = |query: Query| asked(query, person, &Asked::default());
    const KINDS: &str = "SELECT t.kind, COUNT(*) FROM entry t";
    const AGENCIES: &str = "SELECT t.agency, COUNT(*) FROM entry t";
    let seen = (SEE_RECORD, person);
    let kinds = r.tally_of::<Entry>(seen, KINDS, of, "GROUP BY t.kind ORDER BY t.kind").await?;
    let agencies = r.tally_of::<Entry>(seen, AGENCIES, of, "GROUP BY t.agency ORDER BY t.agency").await?;
    Ok((kinds, agencies))
}

/// What colleagues read for the authors of entries, by account.
///
/// # Errors
/// When the store refuses.
pub async fn authors(r: &Reading, entries: &[Entry]) -> Result<HashMap<UserId, String>, Refused> {
    let ids: BTreeSet<UserId> = entries.iter().flat_map(|it| [it.author, it.recorded_by]).collect();
    let ids: Vec<Value> = ids.into_iter().map(|it| Value::Uuid(it.0)).collect();
    let mut all = HashMap::new();
    for some in ids.chunks(50) {
        let query = Query::new("SELECT id, shown_as FROM account", vec![]).among("id", some.to_vec());
        all.extend(r.plain_find::<(UserId, String)>(query).await?);
    }
    Ok(all)
}

/// The columns of a chronology as a table.
pub const COLUMNS: [&str; 9] =
    ["Happened", "Recorded", "Kind", "Title", "Text", "Agency", "Author", "Marking", "Handling"];

/// The cells of one entry, under [`COLUMNS`]; times in London with their offset.
#[must_use]
pub fn cells(it: &Entry, catalogue: &Catalogue, authors: &HashMap<UserId, String>) -> [String; 9] {
    let handling = &it.handling.0;
    let name = |code: &String| catalogue.agency(code).map_or(code.clone(), |it| it.name.clone());
    let mut conditions: Vec<String> = Vec::new();
    if !handling.agencies.is_empty() {
        conditions.push(format!("Only for {}", handling.agencies.iter().map(name).collect::<Vec<_>>().join(", ")));
    }
    conditions.extend(handling.until.map(|it| format!("until {}", it.words())));
    if !handling.do_not.is_empty() {
        conditions.push(handling.do_not.clone());
    }
    [
        it.happened.rfc3339(),
        it.recorded.rfc3339(),
        kind_words(catalogue, &it.kind),
        it.called(),
        it.text.clone(),
        name(&it.agency),
        authors.get(&it.author).cloned().unwrap_or_default(),
        it.marking.label().to_owned(),
        conditions.join("; "),
    ]
}

/// A kind of entry in words: the label of a note's kind, otherwise what left the line (`person` is "Person").
#[must_use]
pub fn kind_words(catalogue: &Catalogue, kind: &str) -> String {
    let label = catalogue.label("note-kinds", kind);
    let mut letters = kind.chars();
    match letters.next() {
        Some(first) if label == kind => {
            format!("{}{}", first.to_uppercase(), letters.as_str().replace(['-', '_'], " "))
        }
        Some(_) | None => label.to_owned(),
    }
}
