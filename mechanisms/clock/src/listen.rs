//! Clocks hear of every happening: stops first, then starts, so that one happening may end a turn and begin the next.

use calendar::Start;
use catalogue::{Catalogue, Clock as Definition, Dated as _, Trigger};
use door::{Following, Happened, Writing, args};
use kernel::{Day, Json, Refused, Ts};
use uuid::Uuid;

use crate::answer::Answerable;
use crate::count::{Counted, count, start_instant};
use crate::record::{Outcome, Recount, Row};
use crate::rules::{self, Fields, fires, texts};

/// The listener that the hub hands to the door.
pub fn hear<'a>(w: &'a mut Writing, it: &'a Happened) -> Following<'a> {
    Box::pin(run(w, it))
}

/// Ends, pauses and starts what the configuration says of this happening.
///
/// # Errors
/// When the store refuses; then nothing of the whole change is kept.
pub async fn run(w: &mut Writing, it: &Happened) -> Result<(), Refused> {
    if it.history {
        return Ok(()); // whoever imports tells the clocks by `as_recorded`
    }
    let c = w.configuration()?;
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for definition in &c.clocks {
        let one = (definition.id.as_str(), definition.about.as_str());
        if !seen.contains(&one) && definition.happenings().any(|(part, by)| part != "starts" && by.on == it.name) {
            seen.push(one);
            end(w, &c, definition, it).await?;
        }
    }
    for definition in c.clocks_on(it.at.day()) {
        if let Some(trigger) = definition.starts.iter().find(|by| fires(by, it.name, &it.fields)) {
            start(w, &c, definition, trigger, it).await?;
        }
    }
    Ok(())
}

/// What ties a stop to a start: the field that the definition is about; for a person the foremost one; otherwise the
/// record it happened to.
fn key(about: &str, it: &Happened) -> String {
    let field = texts(&it.fields, about).into_iter().next();
    let person = || if about == "person" { it.persons.first().map(ToString::to_string) } else { None };
    field.or_else(person).unwrap_or_else(|| it.subject.1.to_string())
}

/// The same person under every id that was merged into one.
async fn keys(w: &Writing, about: &str, it: &Happened) -> Result<Vec<String>, Refused> {
    let mut all = vec![key(about, it)];
    if about == "person" {
        if let Some(id) = all.first().and_then(|it| it.parse::<Uuid>().ok()) {
            let same: Vec<(Uuid,)> = w
                .plain("SELECT id FROM person WHERE root = (SELECT root FROM person WHERE id = $1)", args![id])
                .await?;
            all.extend(same.into_iter().map(|(it,)| it).filter(|it| *it != id).map(|it| it.to_string()));
        }
    }
    Ok(all)
}

async fn open(w: &Writing, definition: &str, keys: &[String]) -> Result<Vec<Row>, Refused> {
    let mut all = Vec::new();
    for key in keys {
        all.extend(
            w.plain::<Row>(
                "SELECT * FROM clock WHERE definition = $1 AND about_key = $2 AND outcome = 'open' ORDER BY started, id",
                args![definition.to_owned(), key.clone()],
            )
            .await?,
        );
    }
    Ok(all)
}

/// The definition a clock was started with; where the configuration no longer has it, the one that followed.
pub(crate) fn definition_of<'a>(c: &'a Catalogue, id: &str, from: Day, started: Ts) -> Option<&'a Definition> {
    let own = c.clocks.iter().find(|it| it.id == id && it.from() == from);
    own.or_else(|| c.clock(id, started.day()))
}

async fn end(w: &mut Writing, c: &Catalogue, any: &Definition, it: &Happened) -> Result<(), Refused> {
    let keys = keys(w, &any.about, it).await?;
    for old in open(w, &any.id, &keys).await? {
        let Some(definition) = definition_of(c, &old.definition, old.definition_from, old.started) else { continue };
        let fires_any = |them: &[Trigger]| them.iter().any(|by| fires(by, it.name, &it.fields));
        let mut new = old.clone();
        let after = rules::after_start(old.started, old.due_at.is_some(), it.at);
        new.waiting = Json(rules::heard(&definition.stops, &old.waiting.0, it.name, &it.fields, it.at, after));
        if let Some((at, by)) = rules::complete(&definition.stops, &new.waiting.0) {
            // While it waits no time passes: what ends then ends when the waiting began.
            let passed = old.paused_since.map_or(at, |since| at.min(since));
            new.outcome = rules::outcome(old.due_day, old.due_at, old.at_least, passed);
            (new.stopped, new.stopped_by) = (Some(at), Some(by));
        } else if fires_any(&definition.voids) {
            new.outcome = Outcome::Void;
            (new.stopped, new.stopped_by) = (Some(it.at), Some(it.name.to_owned()));
        } else if definition.pausable && old.paused_since.is_none() && fires_any(&definition.pauses) {
            new.paused_since = Some(it.at);
        } else if let (Some(since), true) = (old.paused_since, fires_any(&definition.resumes)) {
            resume(w, c, definition.amber, &mut new, (since, it.at)).await?;
        }
        if new != old {
            w.change(&old, &new).await?;
        }
    }
    Ok(())
}

/// The clock runs again: its due day moves by the time it waited, counted as the clock counts.
async fn resume(
    w: &mut Writing,
    c: &Catalogue,
    amber: u8,
    new: &mut Row,
    (since, until): (Ts, Ts),
) -> Result<(), Refused> {
    new.paused_since = None;
    let calendar = crate::calendar_of(c);
    let was = new.due_instant;
    let kind = new.length.as_ref().and_then(|it| it.parse::<catalogue::Length>().ok());
    let kind = kind.and_then(|it| it.calendar.parse().ok()).unwrap_or(calendar::Kind::Day);
    let mut why = vec![format!("It waited from {} to {}", since.words(), until.words())];
    let mut counted = Counted { amber_at: new.amber_at, ..Counted::of(new) };
    let waited = until.seconds_since(since).max(0);
    if let Some(at) = new.due_at {
        counted.put(calendar::When::At(at.plus_seconds(waited)));
    } else if let Some(day) = new.due_day {
        let days = calendar.working_days_between(since.day(), until.day(), kind).max(0);
        let mut later = day;
        let mut left = days;
        while left > 0 {
            later = later.plus_days(1);
            left -= i64::from(calendar.is_working_day(later, kind));
        }
        why.push(format!("{days} days that count are added: it is due by the end of {}", later.long_words()));
        counted.put(calendar::When::Day(later));
    }
    (new.due_day, new.due_at, new.due_instant) = (counted.due_day, counted.due_at, counted.due);
    new.amber_at = new.due_instant.map(|due| calendar.amber_after(amber, new.started, due, kind));
    recount(w, new, was, "It waited and runs again", why).await
}

pub(crate) async fn recount(
    w: &mut Writing,
    it: &Row,
    was: Option<Ts>,
    because: &str,
    why: Vec<String>,
) -> Result<(), Refused> {
    let row = Recount {
        id: w.new_id(),
        clock: it.id,
        at: w.now,
        because: because.to_owned(),
        calendar_version: it.calendar_version.clone(),
        was_due: was,
        now_due: it.due_instant,
        why: Json(why),
    };
    w.keep(&row).await
}

/// The time a clock counts from: the field its trigger names, or when it happened. Recorded late, it still counts from
/// when it was so.
pub(crate) fn from_when(trigger: &Trigger, fields: &Fields, at: Ts) -> Start {
    let told = trigger.at.as_ref().and_then(|field| texts(fields, field).into_iter().next());
    told.and_then(|it| calendar::parse_start(&it).ok()).unwrap_or(Start::At(at))
}

async fn start(
    w: &mut Writing,
    c: &Catalogue,
    definition: &Definition,
    by: &Trigger,
    it: &Happened,
) -> Result<(), Refused> {
    let from = from_when(by, &it.fields, it.at);
    let counted = count(c, definition, from, &it.fields, it.recorded);
    let keys = keys(w, &definition.about, it).await?;
    let same = open(w, &definition.id, &keys).await?;
    if !rules::another(&same.iter().map(|it| it.due_instant).collect::<Vec<_>>(), counted.due) {
        return Ok(()); // whoever keeps the open one keeps both
    }
    let mut who = Answerable::by(c, &definition.accountable, &it.fields, it.recorded.day());
    if let Some(owner) = who.owner.filter(|it| w.acting.user_id() != Some(*it)) {
        let known: Vec<(Uuid,)> = w.plain("SELECT id FROM account WHERE id = $1", args![owner]).await?;
        who.owner = known.first().map(|_| owner);
    }
    let row = Row {
        about_key: key(&definition.about, it),
        person: it.persons.first().copied(),
        subject_kind: it.subject.0.to_owned(),
        subject: it.subject.1,
        started_by: it.name.to_owned(),
        ..begun(w, definition, &counted, start_instant(from), it.recorded, who)
    };
    w.keep(&row).await
}

pub(crate) fn begun(
    w: &mut Writing,
    definition: &Definition,
    counted: &Counted,
    started: Ts,
    recorded: Ts,
    who: Answerable,
) -> Row {
    Row {
        id: w.new_id(),
        definition: definition.id.clone(),
        definition_from: definition.from(),
        about_key: String::new(),
        person: None,
        subject_kind: String::new(),
        subject: Uuid::nil(),
        started,
        started_by: String::new(),
        recorded,
        length: counted.length.clone(),
        due_day: counted.due_day,
        due_at: counted.due_at,
        due_instant: counted.due,
        first_due: counted.due,
        amber_at: counted.amber_at,
        at_least: definition.at_least,
        measures_only: definition.measures_only,
        imported: false,
        extended: false,
        outcome: Outcome::Open,
        stopped: None,
        stopped_by: None,
        paused_since: None,
        waiting: Json(Vec::new()),
        role: who.role,
        agency_kind: who.agency_kind,
        agency: who.agency,
        team: who.team,
        owner: who.owner,
        calendar_version: counted.calendar_version.clone(),
        why: Json(counted.why.clone()),
        late_reason: None,
        late_words: None,
        late_by: None,
        version: 1,
    }
}

impl Counted {
    fn of(it: &Row) -> Self {
        Self {
            length: it.length.clone(),
            due_day: it.due_day,
            due_at: it.due_at,
            due: it.due_instant,
            amber_at: it.amber_at,
            calendar_version: it.calendar_version.clone(),
            why: Vec::new(),
        }
    }
}
