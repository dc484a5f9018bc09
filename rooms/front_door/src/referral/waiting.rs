//! Decided exploitation concerns wait here for the next daily meeting (P1, P2), whatever the decision was.

use axum::extract::Path;
use door::{Command, Listed, Query, Reading, Writing, args};
use kernel::{Reference, Refused};
use policy::{Fact, Facts, action};
use room::{Answer, Posted, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Button, Cell, Colour, Html, Link, Table, Tone};

use super::pages::{form_to, reference_of};
use super::queue::whole;
use super::{ConcernHeard, Referral, State, held};

/// The daily meeting heard a concern: it waits no longer. The meeting's own record comes from its room.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HearConcern {
    /// The referral.
    pub referral: Reference,
}

impl Command for HearConcern {
    const NAME: &'static str = "front_door.hear-concern";
    const WHAT: &'static str = "Takes a decided exploitation concern off the list: the daily meeting heard it.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        // Being on this list is being on the agenda of the daily meeting.
        let old = held(w, action::CHAIR, self.referral, Facts::NONE.with(Fact::Listed)).await?;
        if old.state != State::Decided || old.concern != Some(true) || old.heard.is_some() {
            return Err(Refused::Conflict("this concern does not wait for the meeting".to_owned()));
        }
        w.change(&old, &Referral { heard: Some(w.now), ..old.clone() }).await?;
        w.happened(ConcernHeard { referral: old.id, person: old.person }).await
    }
}

/// So many at most wait on the list.
pub(super) const MOST: i64 = 200;

/// The concerns that wait, the longest first.
///
/// # Errors
/// When the store refuses.
pub async fn concerns(r: &Reading) -> Result<Listed<Referral>, Refused> {
    let filter =
        |q: Query| whole(r, q.and("t.state = {} AND t.concern = {} AND t.heard IS NULL", args![State::Decided, true]));
    r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", filter, "ORDER BY t.decided, t.id", (MOST, 0)).await
}

/// The list.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let all = concerns(&r).await?;
    let chairs = r.decide(action::CHAIR, Facts::of(&[Fact::Listed])).allowed;
    let row = |it: &Referral| {
        let mut cells = vec![
            Cell::from(web::link(&Link::to(&it.page(), &it.reference.to_string()))),
            Cell::from(it.about.as_str()),
            Cell::from(it.decision.as_deref().map_or("", |code| visit.catalogue.label(it.decisions(), code))),
            Cell::from(it.decided.map(kernel::Ts::words).unwrap_or_default().as_str()),
            Cell::from(it.decided_by_shown.as_str()),
            Cell::from(if it.urgent { web::tag("Urgent", Colour::Red) } else { Html::new() }),
        ];
        if chairs {
            let button = Button { text: "Heard", tone: Tone::Secondary, once: Some(true), ..Button::default() };
            cells.push(Cell::from(form_to(
                &visit,
                &format!("/concerns/waiting/{}", it.reference),
                &web::button(&button),
            )));
        }
        cells
    };
    let mut head: Vec<Cell> =
        ["Reference", "About", "Decision", "Decided", "By", "Urgent"].into_iter().map(Cell::from).collect();
    if chairs {
        head.push(Cell::from("At the meeting"));
    }
    let caption = if all.total == 1 { "1 concern waits".to_owned() } else { format!("{} concerns wait", all.total) };
    let table = Table {
        caption: &caption,
        head,
        rows: all.rows.iter().map(row).collect(),
        first_is_head: true,
        ..Table::default()
    };
    let body = if all.rows.is_empty() {
        web::inset_text(&web::paragraph("No concern is waiting."))
    } else {
        web::scrolling(&caption, &web::table(&table))
    };
    let main = web::heading(1, "For the next daily meeting")
        .html(&web::paragraph("Referrals decided with an exploitation concern, the longest waiting first."))
        .html(&body);
    visit.show(r, &visit.page("For the next daily meeting").below("/concerns/waiting").wide(), &main).await
}

/// One was heard.
///
/// # Errors
/// Why it was refused.
pub async fn heard(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    visit.act(posted.key(), HearConcern { referral: reference_of(&reference)? }).await?;
    Ok(visit.see_other("/concerns/waiting", "The concern is off the list."))
}
