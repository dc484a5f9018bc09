//! What a referrer sees of their referrals: what was decided in the words meant for them, what is asked of them, a copy.
//! And on everybody's day: what waits.

use axum::extract::{Path, Query as Ask};
use kernel::Refused;
use policy::action;
use room::{Answer, Visit};
use web::{Colour, Html, Row, SummaryList};

use super::queue::whole;
use super::{Referral, State, may_know_of_all, opened, pages, talking};

/// On *my day*: how many referrals wait, for those who decide them; what became of one's own, for everybody else.
pub fn waiting_panel<'a>(
    visit: &'a Visit,
    r: &'a door::Reading,
    _: Option<kernel::PersonId>,
) -> futures_util::future::BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move { Ok(waiting(visit, r).await?.iter().map(|it| it.drawn("Open the queue")).collect()) })
}

/// The same, told.
pub fn waiting<'a>(_: &'a Visit, r: &'a door::Reading) -> room::Told<'a, Vec<room::DayPart>> {
    Box::pin(async move {
        if !r.could(action::TAKE_REFERRAL) {
            return Ok(vec![]);
        }
        let open = |q: door::Query| whole(r, q.and("t.state = {}", door::args![State::Received]));
        let head = ("SELECT CASE WHEN t.urgent THEN 'urgent' ELSE 'other' END, COUNT(*) FROM referral t", vec![]);
        let found = r.tally::<Referral, (String, i64)>(action::SEE_REFERRAL, head, open, "GROUP BY 1").await?;
        let all: i64 = found.iter().map(|it| it.1).sum();
        let urgent = found.iter().find(|it| it.0 == "urgent").map_or(0, |it| it.1);
        let words = match (all, urgent) {
            (0, _) => "No referral is waiting.".to_owned(),
            (1, 0) => "1 referral is waiting for a decision.".to_owned(),
            (all, 0) => format!("{all} referrals are waiting for a decision."),
            (all, urgent) => format!("{all} referrals are waiting for a decision, {urgent} of them urgent."),
        };
        let (title, href) = ("Front door".to_owned(), "/referrals".to_owned());
        Ok(vec![room::DayPart { title, words, total: all, href, first: vec![] }])
    })
}

/// On a person's page: the referrals about them that the reader may see.
pub fn person_panel<'a>(
    visit: &'a Visit,
    r: &'a door::Reading,
    person: Option<kernel::PersonId>,
) -> futures_util::future::BoxFuture<'a, Result<Html, Refused>> {
    const THEIRS: &str = "SELECT t.* FROM referral t WHERE t.id IN (SELECT n.referral FROM referral_named n
        JOIN person p ON p.id = n.person WHERE p.root = $1 AND n.role <> 'around') ORDER BY t.received DESC, t.id";
    Box::pin(async move {
        let Some(person) = person else { return Ok(Html::new()) };
        let mut all = Vec::new();
        for it in r.open_all(r.sealed::<Referral>(THEIRS, door::args![person]).await?).await? {
            if may_know_of_all(r, &it).await? {
                all.push(it);
            }
        }
        if all.is_empty() {
            return Ok(Html::new());
        }
        let one = |it: &Referral| {
            let what =
                it.decision.as_deref().map_or(it.state.label(), |code| visit.catalogue.label(it.decisions(), code));
            web::link(&web::Link::to(&it.page(), &it.reference.to_string()))
                .text(&format!(" · came {} · {what}", it.received.day().words()))
        };
        Ok(web::heading(2, "Referrals").html(&web::list(all.iter().map(one))))
    })
}

/// So many of one's own referrals stand on a page.
pub(super) const SIZE: i64 = 20;

/// The reader's own referrals, the latest first: a page of them.
pub(super) async fn sent(r: &door::Reading, page: room::Pages) -> Result<door::Listed<Referral>, Refused> {
    let me = r.acting.recorded_as();
    let filter = |q: door::Query| q.and("t.sent_by = {}", door::args![me]);
    let order = "ORDER BY t.received DESC, t.id DESC";
    r.page::<Referral>(action::SEE_OUTCOME, "FROM referral t", filter, order, page.part()).await
}

/// One's own referrals, with what was decided in the words meant for the referrer.
///
/// # Errors
/// When the store refuses.
pub async fn mine(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let asked = room::Pages::asked(&questions, SIZE);
    let nth = asked.part().1 / SIZE + 1;
    let r = visit.read().await?;
    let page = sent(&r, asked).await?;
    let mut main = web::heading(1, "My referrals").html(&super::drafts::list(&visit, &r).await?);
    if page.total == 0 {
        main = main
            .html(&web::paragraph("You have not sent a referral yet."))
            .html(&web::link_line(&web::Link::to("/referrals/new", "Refer a child or young person")));
    }
    for it in &page.rows {
        let owes = talking::owes_answer(&r, it).await?;
        main = main.html(&one(it, owes));
    }
    let last = u64::try_from((page.total + SIZE - 1) / SIZE).unwrap_or(1);
    main = main.html(&web::pages(u64::try_from(nth).unwrap_or(1), last, |n| format!("/referrals/mine?page={n}")));
    visit.show(r, &visit.page("My referrals").below("/referrals/mine"), &main).await
}

fn one(it: &Referral, owes: bool) -> Html {
    let told = if it.outcome_words.is_empty() {
        match it.state {
            State::Received => "Not decided yet",
            State::Withdrawn => "Nothing: you withdrew it",
            State::Decided => "Decided",
            State::Added => "It is read together with one that was open already",
        }
    } else {
        it.outcome_words.as_str()
    };
    let title = format!("{} · {}", it.reference, it.about);
    let mut rows = vec![
        Row::of("Sent", it.received.words()),
        Row::of("State", it.state.label()),
        Row::of("What we decided", told),
    ];
    if owes {
        rows.push(Row::of("To do", web::tag("The front door asks you something", Colour::Yellow)));
    }
    let open = if it.state == State::Received { "Read it, add to it or withdraw it" } else { "Read what you sent" };
    let links = web::link(&web::Link::to(&it.page(), open))
        .raw("<br>")
        .html(&web::link(&web::Link::to(&format!("{}/copy", it.page()), "A copy to print")));
    rows.push(Row::of("Open", links));
    web::heading(2, &title).html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

/// A copy to print: what was sent, what was said since, and what was decided.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn copy(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, &reference).await?;
    if visit.acting.user_id() != Some(it.sent_by) && !r.could(action::EXPORT) {
        return Err(Refused::NotFound.into());
    }
    let referrer = pages::may_see_referrer(&r, &it).await?;
    let main = web::heading(1, &format!("Referral {}", it.reference))
        .html(&pages::facts(&it, &visit, false))
        .html(&pages::said(&visit, &r, &it, referrer).await?)
        .html(&talking::thread(&r, &it, false, referrer).await?)
        .raw("<button type=\"button\" class=\"govuk-button govuk-button--secondary\" data-print hidden>Print</button>");
    let page = visit.page(format!("Copy of {}", it.reference)).back(it.page()).marked(kernel::Marking::Sensitive);
    visit.show(r, &page, &main).await
}
