//! Who covers for somebody from day to day. What the other may see does not change; they see what is due.

use door::{Command, Reading, Writing, args};
use futures_util::future::BoxFuture;
use kernel::{Day, PersonId, Refused, UserId};
use policy::{Fact, Facts, action};
use room::{DayPart, Hit, OwnedThing, Told, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::Html;

use super::{account, seating, seats};
use crate::enrol::Absence;

/// Says that somebody is away and who covers.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAbsence {
    /// Who is away.
    pub user: UserId,
    /// Who covers: their sign-in name.
    pub cover: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// One says so oneself; else whoever may disable the account at once.
async fn ask(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    if w.acting.user_id() == Some(user) {
        return w.may(action::USE_DAY, None, Facts::NONE).await.map(drop);
    }
    let theirs = seats(w, user).await?;
    let own = theirs.iter().any(|it| w.acting.principal.in_agency(&it.agency));
    w.may(action::DISABLE_USER, None, Facts::NONE.with_if(Fact::OwnAgency, own)).await.map(drop)
}

impl Command for SetAbsence {
    const NAME: &'static str = "administration.set-absence";
    const WHAT: &'static str = "Says from when to when somebody is away, and who covers.";
    type Done = Uuid;
    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        ask(w, self.user).await?;
        account(w, self.user).await?;
        let name = self.cover.trim().to_lowercase();
        let cover: Option<door::Account> = w.plain_one("SELECT * FROM account WHERE name = $1", args![name]).await?;
        let cover = cover.ok_or_else(|| Refused::wrong("cover", "Nobody has this user name"))?;
        let today = w.now.day();
        let live = |it: &door::Seat| seating::standing(it, today) == seating::Standing::Now;
        let mine: Vec<_> = seats(w, self.user).await?.into_iter().filter(live).collect();
        let theirs: Vec<_> = seats(w, cover.id).await?.into_iter().filter(live).collect();
        let colleagues = mine.iter().any(|it| theirs.iter().any(|other| other.agency == it.agency));
        seating::cover_fits(cover.id == self.user, cover.state, colleagues, (self.from, self.to), today)?;
        let it =
            Absence { id: w.new_id(), holder: self.user, cover: cover.id, holds_from: self.from, holds_to: self.to };
        w.keep(&it).await?;
        w.about("account", self.user.0, &[]);
        Ok(it.id)
    }
}

/// Ends an absence: somebody is back, or it was a mistake.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAbsence {
    /// Which.
    pub absence: Uuid,
}

impl Command for EndAbsence {
    const NAME: &'static str = "administration.end-absence";
    const WHAT: &'static str = "Ends an absence.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        let old: Option<Absence> = w.plain_one("SELECT * FROM absence WHERE id = $1", args![self.absence]).await?;
        let old = old.ok_or(Refused::NotFound)?;
        ask(w, old.holder).await?;
        let yesterday = w.now.day().plus_days(-1);
        w.run("UPDATE absence SET holds_to = $2 WHERE id = $1", args![old.id, yesterday]).await?;
        w.about("account", old.holder.0, &[]);
        Ok(old.holder)
    }
}

/// Absences of somebody that are not over, the next first.
pub(super) async fn of(r: &Reading, holder: UserId) -> Result<Vec<Absence>, Refused> {
    let sql = "SELECT * FROM absence WHERE holder = $1 AND holds_to >= $2 ORDER BY holds_from, id";
    r.plain(sql, args![holder, r.now.day()]).await
}

/// On *my day*: for whom one covers, and what is open of theirs as far as one may see it.
pub fn covered_panel<'a>(
    visit: &'a Visit,
    r: &'a Reading,
    _: Option<PersonId>,
) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let mut all = Html::new();
        for (it, title) in covered(r).await? {
            all = all.html(&web::heading(2, &title)).html(&super::owned::drawn(visit, r, it.holder).await?);
        }
        Ok(all)
    })
}

/// Those for whom the reader covers today, each with the words for it.
async fn covered(r: &Reading) -> Result<Vec<(Absence, String)>, Refused> {
    const COVERED: &str =
        "SELECT * FROM absence WHERE cover = $1 AND holds_from <= $2 AND holds_to >= $2 ORDER BY holds_to, id";
    let today = r.now.day();
    let mut all = Vec::new();
    for it in r.plain::<Absence>(COVERED, args![r.acting.recorded_as(), today]).await? {
        let who = account(r, it.holder).await?;
        let title = format!("You cover for {} until {}", who.shown_as, it.holds_to.words());
        all.push((it, title));
    }
    Ok(all)
}

/// The same, told: what is theirs, as far as the reader may see it.
pub fn covered_told<'a>(visit: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let mut all = Vec::new();
        for (it, title) in covered(r).await? {
            let (mut total, mut first) = (0, Vec::new());
            for sort in visit.house.rooms.iter().flat_map(|it| it.owned) {
                let (many, seen) = (sort.by)(r, it.holder).await?;
                total += many;
                let hit = |it: OwnedThing| Hit { href: it.href, title: it.words, words: it.note };
                first.extend(seen.into_iter().map(hit));
            }
            all.push(DayPart { title, total, first, ..DayPart::default() });
        }
        Ok(all)
    })
}

/// Somebody's absences, each with a button that ends it.
pub(crate) async fn drawn(visit: &Visit, r: &Reading, holder: UserId) -> Result<Html, Refused> {
    let mut all = Html::new();
    for it in of(r, holder).await? {
        let cover = account(r, it.cover).await?;
        let words = format!("{} to {}: {} covers.", it.holds_from.words(), it.holds_to.words(), cover.shown_as);
        let button =
            web::Button { text: "End", tone: web::Tone::Secondary, once: Some(true), ..web::Button::default() };
        let to = format!("/users/absences/{}/end", it.id);
        all = all.html(&web::paragraph(&words)).html(&super::forms::form(visit, &to, &Html::new(), &button));
    }
    Ok(all)
}
