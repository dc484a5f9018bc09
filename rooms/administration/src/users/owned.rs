//! What somebody owns, sort by sort: for handing over when they leave, and for whoever covers. And what waits in users.

use door::{Reading, args};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused, UserId};
use policy::{Facts, action};
use room::{DayPart, Hit, OwnedThing, Told, Visit};
use web::Html;

use super::seating;

type Found<'a> = BoxFuture<'a, Result<(i64, Vec<OwnedThing>), Refused>>;

/// Open duties, by the clock mechanism.
pub fn duties(r: &Reading, owner: UserId) -> Found<'_> {
    Box::pin(async move {
        let (all, seen) = clock::owned_by(r, owner).await?;
        let names = r.configuration()?;
        let thing = |it: clock::Clock| {
            let name = names.clocks.iter().find(|c| c.id == it.definition).map_or("", |c| c.name.as_str());
            let due = it.due_instant.map_or_else(|| "No date".to_owned(), |at| format!("Due {}", at.words()));
            OwnedThing { words: format!("{} {name}", it.definition), href: String::new(), note: due }
        };
        Ok((all, seen.into_iter().map(thing).collect()))
    })
}

/// People they work with, by the person mechanism.
pub fn people(r: &Reading, worker: UserId) -> Found<'_> {
    Box::pin(async move {
        let (all, seen) = person::worked_with_by(r, worker).await?;
        let names = r.configuration()?;
        let thing = |(it, role): (person::Person, String)| OwnedThing {
            words: it.reference.to_string(),
            href: format!("/people/{}", it.reference),
            note: names.label("working-roles", &role).to_owned(),
        };
        Ok((all, seen.into_iter().map(thing).collect()))
    })
}

/// Everything that somebody owns, drawn: how much of each sort, and what the reader may see of it.
pub(super) async fn drawn(visit: &Visit, r: &Reading, owner: UserId) -> Result<Html, Refused> {
    let mut all = Html::new();
    let mut any = false;
    for sort in visit.house.rooms.iter().flat_map(|it| it.owned) {
        let (many, seen) = (sort.by)(r, owner).await?;
        if many == 0 {
            continue;
        }
        any = true;
        let hidden = usize::try_from(many).unwrap_or_default().saturating_sub(seen.len());
        all = all.html(&web::heading(3, &format!("{}: {many}", sort.what))).html(&things(&seen));
        if hidden > 0 {
            let words = format!("{hidden} that you may not see: their own manager hands them over.");
            all = all.html(&web::paragraph(&words));
        }
    }
    if !any {
        return Ok(web::paragraph("Nothing is open in their name."));
    }
    Ok(all)
}

fn things(seen: &[OwnedThing]) -> Html {
    if seen.is_empty() {
        return Html::new();
    }
    web::list(seen.iter().map(|it| {
        let name =
            if it.href.is_empty() { web::text(&it.words) } else { web::link(&web::Link::to(&it.href, &it.words)) };
        name.text(&format!(" · {}", it.note))
    }))
}

/// On *my day*: seats that wait for this reader's confirmation; for information governance, those that were confirmed
/// without a manager in the last fortnight (access.md §3: governance is told).
pub fn waiting_panel<'a>(
    visit: &'a Visit,
    r: &'a Reading,
    _: Option<PersonId>,
) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move { Ok(waiting(visit, r).await?.iter().map(|it| it.drawn("See who waits")).collect()) })
}

/// The same, told.
pub fn waiting<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let mut all = Vec::new();
        let today = r.now.day();
        if r.acting.principal.seats().iter().any(|it| seating::confirms(&it.role)) {
            let sql = "SELECT * FROM seat WHERE confirmed_by IS NULL AND (holds_to IS NULL OR holds_to >= $1)";
            let open: Vec<door::Seat> = r.plain(sql, args![today]).await?;
            let mine = open.iter().filter(|it| r.acting.principal.in_agency(&it.agency)).count();
            let words = if mine == 1 {
                "1 seat at your agency waits to be confirmed.".to_owned()
            } else {
                format!("{mine} seats at your agency wait to be confirmed.")
            };
            let (total, href) = (i64::try_from(mine).unwrap_or_default(), "/users?waits=yes".to_owned());
            all.push(DayPart { title: "Users".to_owned(), words, total, href, first: vec![] });
        }
        if r.decide(action::REVIEW_ACCESS, Facts::NONE).allowed {
            all.push(alone(r).await?);
        }
        all.retain(|it| it.total > 0);
        Ok(all)
    })
}

async fn alone(r: &Reading) -> Result<DayPart, Refused> {
    let sql = "SELECT * FROM seat WHERE proposed_by = confirmed_by AND holds_from >= $1 ORDER BY holds_from DESC, id";
    let rows: Vec<door::Seat> = r.plain(sql, args![r.now.day().plus_days(-14)]).await?;
    let names = r.configuration()?;
    let mut first = Vec::new();
    for it in &rows {
        let who = super::account(r, it.holder).await?;
        let role = names.role(&it.role).map_or(it.role.as_str(), |it| it.label.as_str());
        let agency = names.agency(&it.agency).map_or(it.agency.as_str(), |it| it.name.as_str());
        let words = format!(": {role}, {agency}, from {}", it.holds_from.words());
        first.push(Hit { href: String::new(), title: who.shown_as, words });
    }
    Ok(DayPart {
        title: "Seats confirmed without a manager".to_owned(),
        words: "These agencies have nobody yet who confirms users, so one person did both.".to_owned(),
        total: i64::try_from(first.len()).unwrap_or_default(),
        first,
        ..DayPart::default()
    })
}
