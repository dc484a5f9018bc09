//! What this room's panels on *my day* say, for programs: the same rows under the same headings.

use clock::Clock;
use door::{Listed, Reading};
use kernel::Refused;
use policy::action::{EXTEND_CLOCK, USE_DAY};
use policy::{Fact, Facts};
use room::{DayPart, Hit, Told, Visit};

use crate::clocks::pages::called;
use crate::clocks::panels::{SHOWN, sentence};
use crate::panels::{NOTICES, ON_DAY, summary, trouble};

/// What is not read yet.
pub(crate) fn notices<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let total = message::many_unread(r).await?;
        if total == 0 {
            return Ok(vec![]);
        }
        let mut first = Vec::new();
        for it in message::unread(r, NOTICES).await? {
            first.push(Hit { href: it.link.clone(), title: it.said(r)?.subject, words: it.made.words() });
        }
        Ok(vec![DayPart { title: "Notices".into(), total, href: "/notices".into(), first, words: String::new() }])
    })
}

/// What is due, reasons owed, later days to be decided, and duties of nobody.
pub(crate) fn clocks<'a>(visit: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let counts = clock::counts(r).await?;
        let mut all = Vec::new();
        if counts.open() > 0 {
            let due = Listed { rows: clock::first(r, SHOWN).await?, total: counts.open() };
            let words = sentence(counts);
            all.push(DayPart { words, href: "/clocks".into(), ..part(visit, "What is due", &due) });
        }
        if counts.reasons > 0 {
            all.push(part(visit, "Reasons owed", &clock::reasons_owed(r, (SHOWN, 0)).await?));
        }
        all.push(asked(visit, r).await?);
        if r.decide(EXTEND_CLOCK, Facts::of(&[Fact::MyTeam])).allowed {
            all.push(part(visit, "Duties of nobody", &clock::unowned(r, (SHOWN, 0)).await?));
        }
        all.retain(|it| it.total > 0);
        Ok(all)
    })
}

fn part(visit: &Visit, title: &str, found: &Listed<Clock>) -> DayPart {
    let hit = |it: &Clock| Hit {
        href: format!("/clocks/{}", it.id),
        title: it.name(&visit.catalogue).to_owned(),
        words: format!("due {}", it.due_words()),
    };
    let first = found.rows.iter().map(hit).collect();
    DayPart { title: title.to_owned(), total: found.total, first, ..DayPart::default() }
}

async fn asked(visit: &Visit, r: &Reading) -> Result<DayPart, Refused> {
    let mut first = Vec::new();
    for it in clock::asked_of_me(r).await? {
        let clock = clock::one(r, it.clock).await.ok();
        let title = clock.as_ref().map_or("A duty", |it| it.name(&visit.catalogue)).to_owned();
        let words = format!("{} asks for {}", called(r, it.asked_by).await?, it.wanted.words());
        first.push(Hit { href: format!("/clocks/{}", it.clock), title, words });
    }
    let total = i64::try_from(first.len()).unwrap_or_default();
    Ok(DayPart { title: "Later days that wait for you".into(), total, first, ..DayPart::default() })
}

/// What is one's own to do, the most urgent first.
pub(crate) fn actions<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        if !r.could(USE_DAY) {
            return Ok(vec![]);
        }
        let found = action::mine(r, (ON_DAY, 0)).await?;
        if found.rows.is_empty() {
            return Ok(vec![]);
        }
        let words = summary(action::counts(r).await?);
        let hit = |it: &action::Action| Hit {
            href: format!("/actions/{}", it.reference),
            title: it.words.clone(),
            words: format!("{}, due {}", it.reference, it.due.words()),
        };
        let first = found.rows.iter().map(hit).collect();
        Ok(vec![DayPart { title: "Your actions".into(), words, total: found.total, href: "/actions".into(), first }])
    })
}

/// Mails that did not arrive, for those who run the hub.
pub(crate) fn mails<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let Some((total, words)) = trouble(r).await? else { return Ok(vec![]) };
        Ok(vec![DayPart { title: "Mail".into(), words, total, href: "/messages/failed".into(), first: vec![] }])
    })
}
