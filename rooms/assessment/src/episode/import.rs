//! Episodes and confirmed levels as files: recorded history, as it was (contract.md, `import`). A level has both its
//! times: the day from which it holds, and when it was recorded.

use std::collections::HashMap;

use door::{Query, Reading, Writing, args};
use futures_util::future::FutureExt as _;
use kernel::{Day, PersonId, Refused, Value};
use policy::Principal;
use room::import::{Batch, called, day, time, unknown_persons};
use room::{Import, ImportColumn, Line, Look, Trouble};
use uuid::Uuid;

use super::{Episode, EpisodeClosed, EpisodeId, EpisodeOpened};
use crate::assessment::LevelSet;
use crate::level::{LevelId, RiskLevel, Step};

/// The kinds of this room.
pub const IMPORTS: &[Import] = &[
    Import {
        kind: "episodes",
        what: "One exploitation episode of a child a row",
        columns: EPISODES,
        source: &[0],
        look: look_episode,
        beside: |r, them| unknown_persons(r, them, (1, "person_ref")).boxed(),
        keep: |w, them| keep_episodes(w, them).boxed(),
        change: |w, _, line, id| change_episode(w, line, id).boxed(),
    },
    Import {
        kind: "levels",
        what: "One confirmed level of an episode a row",
        columns: LEVELS,
        source: &[0],
        look: look_level,
        beside: |r, them| unknown_episodes(r, them).boxed(),
        keep: |w, them| keep_levels(w, them).boxed(),
        change: |w, agency, line, id| change_level(w, agency, line, id).boxed(),
    },
];

const EPISODES: &[ImportColumn] = &[
    ImportColumn::needed("episode_ref", "what your system calls the episode"),
    ImportColumn::needed("person_ref", "what your system calls the person"),
    ImportColumn::needed("opened_on", "the day on which it was opened, as 2016-03-29"),
    ImportColumn::optional("closed_on", "the day on which it was closed; empty while it is open"),
];

const LEVELS: &[ImportColumn] = &[
    ImportColumn::needed("assessment_ref", "what your system calls the assessment"),
    ImportColumn::needed("episode_ref", "what your system calls the episode"),
    ImportColumn::needed("confirmed_on", "the day on which the level was confirmed, as 2016-03-29"),
    ImportColumn::needed("level", "0 none, 1 low, 2 medium or 3 high"),
    ImportColumn::optional("recorded_at", "when it was recorded, with its offset; empty: on that day"),
];

fn not_yet(it: &mut Look<'_>, nth: usize, day: Option<Day>) {
    if day.is_some_and(|day| day > it.today) {
        it.wrong(nth, "this day has not come yet", "look at the date");
    }
}

fn look_episode(it: &mut Look<'_>) {
    it.shape(120);
    let (opened, closed) = (it.day(2), it.day(3));
    not_yet(it, 2, opened);
    not_yet(it, 3, closed);
    if let (Some(opened), Some(closed)) = (opened, closed) {
        if closed < opened {
            it.wrong(3, "it was closed before it was opened", "look at both days");
        }
    }
}

fn look_level(it: &mut Look<'_>) {
    it.shape(120);
    let (confirmed, _) = (it.day(2), it.time(4));
    not_yet(it, 2, confirmed);
    if !it.text(3).is_empty() && !matches!(it.text(3), "0" | "1" | "2" | "3") {
        it.wrong(3, "there is no such level", "write 0, 1, 2 or 3");
    }
}

fn needed(line: &Line, nth: usize, name: &str) -> Result<Day, Refused> {
    day(line.get(nth)).ok_or_else(|| Refused::wrong(name, "This is no day"))
}

async fn keep_episodes(w: &mut Writing, them: Batch<'_>) -> Result<Vec<Uuid>, Refused> {
    let known = called(w, them, 1).await?;
    let mut ids = Vec::with_capacity(them.lines.len());
    for line in them.lines {
        let person = *known.get(line.get(1)).ok_or(Refused::NotFound)?;
        let opened_on = needed(line, 2, "opened_on")?;
        w.as_history(opened_on.start());
        let it = Episode {
            id: w.new_id(),
            person,
            agency: them.agency.to_owned(),
            source: line.get(0).to_owned(),
            opened_on,
            closed_on: day(line.get(3)),
            recorded: opened_on.start(),
            version: 1,
        };
        w.keep(&it).await?;
        w.happened(EpisodeOpened { episode: it.id, person }).await?;
        closed(w, &it).await?;
        ids.push(it.id.0);
    }
    Ok(ids)
}

async fn closed(w: &mut Writing, it: &Episode) -> Result<(), Refused> {
    let Some(on) = it.closed_on else { return Ok(()) };
    w.as_history(on.start());
    w.happened(EpisodeClosed { episode: it.id, person: it.person }).await
}

/// What its source says of it now.
async fn change_episode(w: &mut Writing, line: &Line, id: Uuid) -> Result<Uuid, Refused> {
    const OLD: &str = "SELECT person, closed_on FROM episode WHERE id = $1";
    const CHANGE: &str = "UPDATE episode SET opened_on = $2, closed_on = $3, version = version + 1 WHERE id = $1";
    let old: Option<(PersonId, Option<Day>)> = w.plain_one(OLD, args![id]).await?;
    let (person, was) = old.ok_or(Refused::NotFound)?;
    let (opened_on, now) = (needed(line, 2, "opened_on")?, day(line.get(3)));
    w.run(CHANGE, args![id, opened_on, now]).await?;
    if let (None, Some(on)) = (was, now) {
        w.as_history(on.start());
        w.happened(EpisodeClosed { episode: EpisodeId(id), person }).await?;
    }
    Ok(id)
}

/// The episodes that an agency's system calls so, with whom they are about.
async fn episodes(
    r: &Reading,
    agency: &str,
    names: Vec<&str>,
) -> Result<HashMap<String, (EpisodeId, PersonId)>, Refused> {
    let mut names = names;
    names.sort_unstable();
    names.dedup();
    let values = names.into_iter().map(|it| Value::Text(it.to_owned())).collect();
    let query = Query::new("SELECT t.source, t.id, t.person FROM episode t", vec![])
        .and("t.agency = {}", args![agency.to_owned()])
        .among("t.source", values);
    let found = r.plain_find::<(String, EpisodeId, PersonId)>(query).await?;
    Ok(found.into_iter().map(|(source, id, person)| (source, (id, person))).collect())
}

async fn unknown_episodes(r: &Reading, them: Batch<'_>) -> Result<Vec<Trouble>, Refused> {
    let known = episodes(r, them.agency, them.lines.iter().map(|it| it.get(1)).collect()).await?;
    let unknown = them.lines.iter().filter(|it| !known.contains_key(it.get(1)));
    Ok(unknown
        .map(|it| Trouble {
            row: it.row,
            column: "episode_ref".to_owned(),
            value: it.get(1).to_owned(),
            problem: "no episode of this name was imported".to_owned(),
            mend: "import the file of episodes first, with the same --agency".to_owned(),
        })
        .collect())
}

async fn keep_levels(w: &mut Writing, them: Batch<'_>) -> Result<Vec<Uuid>, Refused> {
    let known = episodes(w, them.agency, them.lines.iter().map(|it| it.get(1)).collect()).await?;
    let mut ids = Vec::with_capacity(them.lines.len());
    for line in them.lines {
        let of = *known.get(line.get(1)).ok_or(Refused::NotFound)?;
        ids.push(keep_level(w, them.agency, line, (of, None)).await?.0);
    }
    Ok(ids)
}

async fn keep_level(
    w: &mut Writing,
    agency: &str,
    line: &Line,
    ((episode, person), replaces): ((EpisodeId, PersonId), Option<LevelId>),
) -> Result<LevelId, Refused> {
    let set_on = needed(line, 2, "confirmed_on")?;
    let recorded = time(line.get(4)).unwrap_or_else(|| set_on.start());
    let level = line.get(3).parse().map_err(|_| Refused::wrong("level", "Write 0, 1, 2 or 3"))?;
    let row = RiskLevel {
        id: w.new_id(),
        person,
        assessment: None,
        episode: Some(episode),
        agency: agency.to_owned(),
        step: Step::Confirmed,
        level,
        reason: String::new(),
        set_on,
        // What is put right is learned now; what is told for the first time was learned when the row says.
        recorded: if replaces.is_some() { w.now } else { recorded },
        by_user: Principal::OPERATOR,
        by_shown: "imported".to_owned(),
        replaces,
        replaced_at: None,
    };
    w.as_history(recorded);
    w.keep(&row).await?;
    let (types, step) = (Vec::new(), Step::Confirmed);
    w.happened(LevelSet { risk_level: row.id, assessment: None, person, worker: None, level, types, step }).await?;
    Ok(row.id)
}

/// Its source says another level or day: another row takes its place, and what was known before stays.
async fn change_level(w: &mut Writing, agency: &str, line: &Line, id: Uuid) -> Result<Uuid, Refused> {
    const REPLACED: &str = "UPDATE risk_level SET replaced_at = $2 WHERE id = $1";
    let known = episodes(w, agency, vec![line.get(1)]).await?;
    let of = *known.get(line.get(1)).ok_or(Refused::NotFound)?;
    w.run(REPLACED, args![id, w.now]).await?;
    Ok(keep_level(w, agency, line, (of, Some(LevelId(id)))).await?.0)
}
