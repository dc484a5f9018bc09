//! One action: what, who, by when, its history, and what may be done with it.

use action::{Action, State, Step};
use axum::extract::Path;
use door::Reading;
use kernel::{Refused, Wrongs};
use policy::action::HAND_OVER;
use room::{Answer, Visit};
use web::{DateInput, Happened, Html, Link, Row, SummaryList, Textarea, Tone, Typed};

use super::{form, owner_fields, owner_words, people, reference, shown, tag};

/// One action.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn page(visit: Visit, Path(typed): Path<String>) -> Answer {
    draw(&visit, &typed, Typed::blank(), &Wrongs::default()).await
}

/// The page with what was typed and what is wrong with it.
pub(crate) async fn draw(visit: &Visit, asked: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    let it = action::one(&r, reference(asked)?).await?;
    let mine = clock_mine(visit, &it);
    let typed = typed.with_wrongs(wrongs.clone());
    let mut main = web::heading(1, &format!("Action {}", it.reference)).html(&facts(visit, &r, &it).await?);
    match it.state {
        State::Open => {
            if mine {
                main = main.html(&doing(visit, &it, &typed));
            }
            let open = |field: &str| typed.error(field).is_some();
            if may_extend(visit, &r, &it, mine).await? {
                let inner = extending(visit, &it, &typed);
                main = main.html(&web::details("Give it a later day", &inner, open("later") || open("later_reason")));
            }
            let people = people(&r).await?;
            main = main
                .html(&web::details(
                    "Hand it over to somebody else",
                    &handing(visit, &it, &typed, &people),
                    ["owner", "user", "role", "partner", "partner_mail"].iter().any(|it| open(it)),
                ))
                .html(&web::details("Cancel it", &cancelling(visit, &it, &typed), open("reason")));
        }
        State::Done | State::Cancelled => {
            let inner = reopening(visit, &it, &typed);
            main = main.html(&web::details("Open it again", &inner, !wrongs.is_empty()));
        }
    }
    let steps = action::steps_of(&r, &it).await?;
    main = main.html(&web::heading(2, "What happened")).html(&history(visit, &r, &steps).await?);
    let page = visit.page(format!("Action {}", it.reference)).back("/actions").errors(wrongs);
    visit.show(r, &page.marked(kernel::Marking::Sensitive), &main).await
}

/// Whoever set it, or hands over cases; nobody grants their own.
async fn may_extend(visit: &Visit, r: &Reading, it: &Action, mine: bool) -> Result<bool, Refused> {
    if visit.acting.user_id() == Some(it.set_by) {
        return Ok(true);
    }
    match it.person {
        _ if mine => Ok(false),
        Some(person) => r.could_to(HAND_OVER, person).await,
        None => Ok(r.could(HAND_OVER)),
    }
}

fn extending(visit: &Visit, it: &Action, typed: &Typed) -> Html {
    let fields = web::date_input(&DateInput::of(typed, "later", "By which day now?")).html(&web::textarea(&Textarea {
        rows: 2,
        hint: "The history keeps the day that was, and this",
        ..Textarea::of(typed, "later_reason", "Why may it be later, and what shows it?")
    }));
    form(visit, &format!("/actions/{}/later", it.reference), &fields, "Give it this day", Tone::Secondary)
}

fn clock_mine(visit: &Visit, it: &Action) -> bool {
    let seats = visit.acting.principal.seats();
    match it.owner {
        Some(owner) => visit.acting.user_id() == Some(owner),
        None => seats.iter().any(|seat| action::seated(it, seat)),
    }
}

async fn facts(visit: &Visit, r: &Reading, it: &Action) -> Result<Html, Refused> {
    let mut rows = vec![
        Row::of("What is to be done", it.words.as_str()),
        Row::of("Who", owner_words(visit, r, it).await?),
        Row::of("Due", it.due.long_words()),
        Row::of("Status", tag(it, visit)),
    ];
    if !it.link.is_empty() {
        rows.push(Row::of("About", web::link(&Link::to(&it.link, "Open the record from which it came"))));
    }
    rows.push(Row::of("Set", format!("{} by {}", it.set_at.words(), shown(r, it.set_by).await?)));
    match it.state {
        State::Open => {}
        State::Done => rows.push(Row::of("What shows that it was done", it.evidence.as_str())),
        State::Cancelled => rows.push(Row::of("Why it was cancelled", it.evidence.as_str())),
    }
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

async fn history(visit: &Visit, r: &Reading, steps: &[Step]) -> Result<Html, Refused> {
    let mut all = Vec::with_capacity(steps.len());
    for it in steps {
        let by = shown(r, it.by_user).await?;
        let to = match (&it.partner, it.owner, &it.role) {
            (Some(partner), _, _) => partner.clone(),
            (None, Some(owner), _) => shown(r, owner).await?,
            (None, None, Some(role)) => visit.catalogue.role(role).map_or_else(|| role.clone(), |it| it.label.clone()),
            (None, None, None) => String::new(),
        };
        let mut words = it.words.clone();
        if it.what == action::What::Extended {
            words = format!("Due {} from now on. {words}", it.due.words());
        } else if matches!(it.what, action::What::Set | action::What::HandedOver | action::What::Reopened) {
            words = format!("For {to}, due {}. {words}", it.due.words()).trim().to_owned();
        }
        all.push((it.what.label(), by, it.at, words));
    }
    let drawn: Vec<Happened<'_>> = all
        .iter()
        .map(|(what, by, at, words)| Happened {
            title: web::text(what),
            by,
            at: Some(*at),
            description: web::paragraph(words),
            ..Happened::default()
        })
        .collect();
    Ok(web::timeline(&drawn))
}

fn doing(visit: &Visit, it: &Action, typed: &Typed) -> Html {
    let fields = web::heading(2, "Done?").html(&web::textarea(&Textarea {
        rows: 3,
        hint: "What was done, and what shows it: whom you spoke to, when, where it is written down",
        ..Textarea::of(typed, "evidence", "What shows that it is done")
    }));
    form(visit, &format!("/actions/{}/done", it.reference), &fields, "It is done", Tone::Main)
}

fn handing(visit: &Visit, it: &Action, typed: &Typed, people: &[(String, String)]) -> Html {
    let fields = owner_fields(visit, typed, people).html(&web::textarea(&Textarea {
        rows: 2,
        ..Textarea::of(typed, "words", "What should they know? (optional)")
    }));
    form(visit, &format!("/actions/{}/hand-over", it.reference), &fields, "Hand it over", Tone::Secondary)
}

fn cancelling(visit: &Visit, it: &Action, typed: &Typed) -> Html {
    let fields =
        web::textarea(&Textarea { rows: 2, ..Textarea::of(typed, "reason", "Why is it no longer to be done?") });
    form(visit, &format!("/actions/{}/cancel", it.reference), &fields, "Cancel the action", Tone::Warning)
}

fn reopening(visit: &Visit, it: &Action, typed: &Typed) -> Html {
    let fields =
        web::textarea(&Textarea { rows: 2, ..Textarea::of(typed, "reason", "Why is it to be done after all?") })
            .html(&web::date_input(&DateInput::of(typed, "due", "By which day?")));
    form(visit, &format!("/actions/{}/reopen", it.reference), &fields, "Open it again", Tone::Secondary)
}
