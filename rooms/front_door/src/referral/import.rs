//! Referrals as files: recorded history, as it was (contract.md, `import`).

use catalogue::Catalogue;
use clock::{Past, Replay};
use door::{Happening, Writing, args};
use form::{Answer, Answers, Evidence, Said};
use futures_util::future::FutureExt as _;
use kernel::{Json, PersonId, Refused, Ts};
use policy::Principal;
use room::import::{Batch, called, time, unknown_persons};
use room::{Import, ImportColumn, Line, Look};
use uuid::Uuid;

use super::{Named, Referral, ReferralDecided, ReferralLinked, ReferralReceived, ReferrerTold, Role, State};

/// The kinds of this room.
pub const IMPORTS: &[Import] = &[Import {
    kind: "referrals",
    what: "One referral, or one contact that added to an open one, a row",
    columns: COLUMNS,
    source: &[0],
    look,
    beside: |r, them| unknown_persons(r, them, (1, "person_ref")).boxed(),
    keep: |w, them| keep(w, them).boxed(),
    change: |w, _, line, id| change(w, line, id).boxed(),
}];

const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed("referral_ref", "what your system calls the referral"),
    ImportColumn::needed("person_ref", "what your system calls the person"),
    ImportColumn::needed("received_at", "when it was received, with its offset"),
    ImportColumn::optional("source_dfe", "who referred, by the DfE's code"),
    ImportColumn::optional("exploitation_type", "CSE, or a code of the list of types"),
    ImportColumn::optional("contact_kind", "referral, or added_information to an open one"),
    ImportColumn::optional("decision", "a code of the list of decisions; empty while none was made"),
    ImportColumn::optional("decided_at", "when it was decided, with its offset"),
];

/// What a contact is that is no referral of its own.
const ADDED: &str = "added_information";

fn look(it: &mut Look<'_>) {
    it.shape(120);
    let (received, decided) = (it.time(2), it.time(7));
    it.code(3, "referral-source");
    if !it.text(4).is_empty() && exploitation(it.catalogue, it.text(4)).is_none() {
        it.wrong(4, "this is no type of exploitation", "write CSE, or a code of the list exploitation-types");
    }
    if !matches!(it.text(5), "" | "referral" | ADDED) {
        it.wrong(5, "this is neither a referral nor added information", "write referral or added_information");
    }
    it.code(6, "referral-decisions");
    match (it.text(6).is_empty(), it.text(7).is_empty()) {
        (false, true) => it.wrong(7, "a decision has no time", "write when it was decided"),
        (true, false) => it.wrong(6, "a time of decision stands without a decision", "write what was decided"),
        (true, true) | (false, false) => {}
    }
    if let (Some(received), Some(decided)) = (received, decided) {
        if decided < received {
            it.wrong(7, "it was decided before it was received", "look at both times");
        }
    }
    let tomorrow = it.today.end();
    if received.is_some_and(|at| at >= tomorrow) {
        it.wrong(2, "this time has not come yet", "write when it was received");
    }
    if decided.is_some_and(|at| at >= tomorrow) {
        it.wrong(7, "this time has not come yet", "write when it was decided");
    }
}

/// Our code: `CSE` of older files is `EX-CSE`.
fn exploitation(catalogue: &Catalogue, told: &str) -> Option<String> {
    let list = catalogue.codes("exploitation-types")?;
    [told.to_owned(), format!("EX-{told}")].into_iter().find(|it| list.get(it).is_some())
}

/// What a row tells, on the form of that day.
fn answers(catalogue: &Catalogue, line: &Line) -> Result<serde_json::Value, Refused> {
    let mut all = Answers::default();
    if let Some(code) = exploitation(catalogue, line.get(4)) {
        let it = Answer { said: Said::Several(vec![code]), evidence: Evidence::default() };
        all.put("concern", 0, "types", it);
    }
    serde_json::to_value(&all).map_err(|e| Refused::Fault(e.to_string()))
}

fn referral(w: &mut Writing, c: &Catalogue, line: &Line, person: PersonId, about: &str) -> Result<Referral, Refused> {
    let received = time(line.get(2)).ok_or_else(|| Refused::wrong("received_at", "This is no time"))?;
    let decided = time(line.get(7));
    let form = c.form("referral", received.day());
    Ok(Referral {
        id: w.new_id(),
        reference: w.new_reference(),
        form: "referral".to_owned(),
        form_version: form.map_or(0, |it| i64::from(it.version)),
        answers: Json(answers(c, line)?),
        about: about.to_owned(),
        person: Some(person),
        source: if line.get(3).is_empty() { "10" } else { line.get(3) }.to_owned(),
        sent_by: Principal::OPERATOR,
        sent_by_agency: String::new(),
        received,
        recorded: received,
        urgent: false,
        addressed: String::new(),
        joined: None,
        heard: None,
        state: state(line),
        owner: None,
        owner_shown: String::new(),
        decision: (!line.get(6).is_empty()).then(|| line.get(6).to_owned()),
        concern: None,
        rationale: String::new(),
        outcome_words: String::new(),
        decided_by: None,
        decided_by_shown: if decided.is_some() { "imported".to_owned() } else { String::new() },
        decided,
        version: 1,
    })
}

fn state(line: &Line) -> State {
    match (line.get(5) == ADDED, line.get(7).is_empty()) {
        (true, _) => State::Added,
        (false, true) => State::Received,
        (false, false) => State::Decided,
    }
}

/// The person of the row is the child whom it names.
fn named(w: &mut Writing, it: &Referral) -> Named {
    Named {
        id: w.new_id(),
        referral: it.id,
        sent_by: it.sent_by,
        addressed: String::new(),
        role: Role::Child,
        nth: 0,
        name: it.about.clone(),
        person: it.person,
        reason: String::new(),
        by_user: None,
        by_shown: "imported".to_owned(),
        at: Some(it.received),
        version: 1,
    }
}

async fn keep(w: &mut Writing, them: Batch<'_>) -> Result<Vec<Uuid>, Refused> {
    let (c, known, clocks) = (w.configuration()?, called(w, them, 1).await?, Replay::new(w)?);
    let everybody: Vec<PersonId> = known.values().copied().collect();
    let names = person::names_of(w, &everybody).await?;
    let mut ids = Vec::with_capacity(them.lines.len());
    for line in them.lines {
        let person = *known.get(line.get(1)).ok_or(Refused::NotFound)?;
        let it = referral(
            w,
            &c,
            line,
            person,
            names.get(&person).map_or("Somebody whose name is not known", String::as_str),
        )?;
        w.as_history(it.received);
        w.keep(&it).await?;
        let child = named(w, &it);
        w.keep(&child).await?;
        super::finds::index(w, &it).await?;
        w.happened(ReferralLinked { referral: it.id, reference: it.reference, person, received: it.received }).await?;
        if it.state != State::Added {
            decided(w, &it).await?;
            clocks.keep(w, it.person, ("referral", it.id.0), &past(&it), it.decided.is_none()).await?;
        }
        ids.push(it.id.0);
    }
    Ok(ids)
}

async fn decided(w: &mut Writing, it: &Referral) -> Result<(), Refused> {
    let Some(at) = it.decided else { return Ok(()) };
    w.as_history(at);
    w.happened(ReferralDecided::of(it, it.person.into_iter().collect())).await
}

/// The decision counts as the acknowledgement too (CK-01).
fn past(it: &Referral) -> Vec<Past> {
    fn one<H: Happening>(at: Ts, it: &H) -> Past {
        let fields = match serde_json::to_value(it) {
            Ok(serde_json::Value::Object(fields)) => fields,
            Ok(_) | Err(_) => serde_json::Map::new(),
        };
        Past { name: H::NAME, at, fields }
    }
    let mut all = vec![one(it.received, &ReferralReceived::of(it))];
    if let Some(at) = it.decided {
        all.push(one(at, &ReferralDecided::of(it, it.person.into_iter().collect())));
        all.push(one(at, &ReferrerTold { referral: it.id, person: it.person }));
    }
    all
}

/// What its source decided or corrected since: the referral says it, and its clocks are told again.
async fn change(w: &mut Writing, line: &Line, id: Uuid) -> Result<Uuid, Refused> {
    const CHANGE: &str = "UPDATE referral SET received = $2, source = $3, answers = $4, state = $5, decision = $6,
        decided = $7, version = version + 1 WHERE id = $1 AND decided_by IS NULL";
    const PERSON: &str = "SELECT person FROM referral WHERE id = $1";
    let c = w.configuration()?;
    let person: Option<(Option<PersonId>,)> = w.plain_one(PERSON, args![id]).await?;
    let person = person.and_then(|it| it.0).ok_or(Refused::NotFound)?;
    let new = referral(w, &c, line, person, "")?;
    let it = Referral { id: super::ReferralId(id), ..new };
    let values = args![id, it.received, it.source, it.answers, it.state, it.decision, it.decided];
    if w.run(CHANGE, values).await? != 1 {
        return Err(Refused::Conflict(format!("{} was decided here meanwhile", line.get(0))));
    }
    clock::Replay::undo(w, id).await?;
    decided(w, &it).await?;
    if it.state != State::Added {
        let clocks = Replay::new(w)?;
        clocks.keep(w, it.person, ("referral", id), &past(&it), it.decided.is_none()).await?;
    }
    Ok(id)
}
