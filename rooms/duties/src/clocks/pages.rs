//! The page of a duty: when it is due and why then, who answers, what may be done about it.

use axum::extract::{Path, Query as Ask};
use catalogue::Catalogue;
use clock::{Answerable, Clock, ClockId, Extension, ExtensionState, Outcome, Standing, Working, extensions_of};
use door::{Reading, args};
use kernel::{Refused, Ts, UserId};
use policy::{Fact, Facts, action};
use room::{Answer, Visit};
use web::{Button, Choice, Colour, DateInput, Html, Input, Link, Row, Select, SummaryList, Textarea, Tone, Typed};

/// Duties on one page of the list.
pub(super) const SIZE: i64 = 50;

/// How it stands, as a tag whose words say it.
pub(crate) fn standing(it: Standing) -> Html {
    let colour = match it {
        Standing::OnTime | Standing::Met => Colour::Green,
        Standing::Amber => Colour::Orange,
        Standing::Red | Standing::Late => Colour::Red,
        Standing::Paused | Standing::NoDate | Standing::Void => Colour::Grey,
    };
    web::tag(it.label(), colour)
}

/// The person whom it is about, where the reader may open them.
pub(super) async fn whom(r: &Reading, it: &Clock) -> Result<Option<person::Person>, Refused> {
    let Some(person) = it.person else { return Ok(None) };
    match person::by_id(r, person).await {
        Ok(found) => Ok(Some(found)),
        Err(Refused::NotFound) => Ok(None),
        Err(e) => Err(e),
    }
}

/// What it is about: the record that started it, and the person, where the reader may open them.
pub(crate) async fn about(visit: &Visit, r: &Reading, it: &Clock) -> Result<Html, Refused> {
    let mut all = Vec::new();
    if let Some(hit) = visit.subject(r, &it.subject_kind, it.subject).await? {
        all.push(web::link(&Link::to(&hit.href, &hit.title)));
    }
    if let Some(found) = whom(r, it).await? {
        let href = format!("/people/{}", found.reference);
        all.push(web::link(&Link::to(&href, &format!("{} ({})", found.name(), found.reference))));
    }
    Ok(Html::new().each(all.iter().enumerate(), |h, (nth, it)| h.when(nth > 0, |h| h.raw("<br>")).html(it)))
}

/// A table of duties.
pub(crate) async fn table(visit: &Visit, r: &Reading, caption: &str, all: &[Clock]) -> Result<Html, Refused> {
    let mut rows = Vec::new();
    for it in all {
        let href = format!("/clocks/{}", it.id);
        let name = web::link(&Link::to(&href, it.name(&visit.catalogue)));
        let due = web::text(&it.due_words()).raw("<br>").html(&standing(it.standing(r.now)));
        let cells = [name, due, about(visit, r, it).await?];
        rows.push(cells.into_iter().map(web::Cell::from).collect());
    }
    let head = ["Duty", "Due", "About"].map(web::Cell::from).to_vec();
    let table = web::Table {
        caption,
        caption_classes: "govuk-table__caption--s",
        head,
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    };
    Ok(web::scrolling(caption, &web::table(&table)))
}

/// All of one's own duties.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let page = questions.iter().find(|it| it.0 == "page").and_then(|it| it.1.parse::<i64>().ok());
    let page = page.unwrap_or(1).clamp(1, 100_000);
    let r = visit.read().await?;
    let found = clock::mine(&r, (SIZE, (page - 1) * SIZE)).await?;
    let mut main = web::heading(1, "Duties");
    if found.total == 0 {
        main = main.html(&web::paragraph("Nothing is due for you."));
    } else {
        let caption = format!("{} open, the most urgent first", found.total);
        let last = u64::try_from((found.total + SIZE - 1) / SIZE).unwrap_or(1);
        let pages = web::pages(u64::try_from(page).unwrap_or(1), last, |n| format!("/clocks?page={n}"));
        main = main.html(&table(&visit, &r, &caption, &found.rows).await?).html(&pages);
    }
    visit.show(r, &visit.page("Duties").below("/clocks").wide(), &main).await
}

/// One duty.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(id): Path<ClockId>) -> Answer {
    let r = visit.read().await?;
    let it = clock::one(&r, id).await?;
    draw(&visit, r, &it, &Typed::blank()).await
}

/// The page, with what was typed where something was wrong.
pub(crate) async fn draw(visit: &Visit, r: Reading, it: &Clock, typed: &Typed) -> Answer {
    let c = &visit.catalogue;
    let name = it.name(c).to_owned();
    let mut main = web::heading(1, &name).html(&facts(visit, &r, it).await?);
    let why = clock::why(&r, it).await?;
    main = main.html(&web::heading(2, "Why this date")).html(&web::list(why.iter().map(|it| web::text(it))));
    main = main.html(&web::details("Where the rule comes from", &rule(it, c), false));
    let missing = it.still_missing(c);
    if it.outcome == Outcome::Open && !it.waiting.0.is_empty() && !missing.is_empty() {
        let still = missing.iter().map(|it| web::text(&happening(it)));
        main = main
            .html(&web::paragraph("Part of it is done. It ends when this has happened too:"))
            .html(&web::list(still));
    }
    main = main.html(&doings(visit, &r, it, typed)).html(&extensions(visit, &r, it, typed).await?);
    let page = visit.page(name).below("/clocks").back("/clocks").errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

/// Which rule it is and where it comes from, for whoever must prove it.
fn rule(it: &Clock, c: &Catalogue) -> Html {
    let rows = vec![
        Row::of("Rule", it.definition.as_str()),
        Row::of("Source", it.source(c)),
        Row::of("Edition of the bank holidays", it.calendar_version.as_str()),
    ];
    web::summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// A happening's name as words: `front_door.referrer-told` is "referrer told".
fn happening(name: &str) -> String {
    name.split_once('.').map_or(name, |it| it.1).replace('-', " ")
}

pub(crate) async fn called(r: &Reading, who: UserId) -> Result<String, Refused> {
    let found: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![who]).await?;
    Ok(found.map_or_else(|| "The house".to_owned(), |it| it.0))
}

async fn facts(visit: &Visit, r: &Reading, it: &Clock) -> Result<Html, Refused> {
    let c: &Catalogue = &visit.catalogue;
    let who = Answerable::from(it);
    let mut answers = match it.owner {
        Some(owner) => called(r, owner).await?,
        None => who.words(c),
    };
    if it.owner.is_some() && it.role.is_some() {
        answers = format!("{answers}, for {}", Answerable { owner: None, ..who }.words(c));
    }
    let mut rows = vec![Row::of("How it stands", standing(it.standing(r.now))), Row::of("Due", it.due_words())];
    let about = about(visit, r, it).await?;
    if !about.is_empty() {
        rows.push(Row::of("About", about));
    }
    rows.push(Row::of("Who answers", answers));
    rows.push(Row::of("Began", it.started.words()));
    if let Some(stopped) = it.stopped {
        rows.push(Row::of("Ended", stopped.words()));
    }
    if let (Some(code), Some(by)) = (&it.late_reason, it.late_by) {
        let words = it.late_words.as_deref().unwrap_or("");
        let said = format!("{}: {words} ({})", c.label("late-reasons", code), called(r, by).await?);
        rows.push(Row::of("Why it was late", said));
    }
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn form(visit: &Visit, to: &str, fields: &Html, button: &Html) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", to)
        .raw(">")
        .html(&visit.form_start())
        .html(fields)
        .html(button)
        .raw("</form>")
}

fn send(text: &str) -> Html {
    web::button(&Button { text, once: Some(true), ..Button::default() })
}

fn doings(visit: &Visit, r: &Reading, it: &Clock, typed: &Typed) -> Html {
    let (me, who) = (Working::of(&visit.acting), Answerable::from(it));
    if !me.answers(&who) {
        return Html::new();
    }
    let at = |deed: &str| format!("/clocks/{}/{deed}", it.id);
    let mut out = Html::new();
    if it.outcome == Outcome::Open && it.owner.is_none() {
        let take =
            web::button(&Button { text: "I will do it", tone: Tone::Secondary, once: Some(true), ..Button::default() });
        out = out.html(&form(visit, &at("take"), &Html::new(), &take));
    }
    if matches!(it.standing(r.now), Standing::Red | Standing::Late)
        && r.decide(action::GIVE_LATE_REASON, Facts::of(&[Fact::Mine])).allowed
    {
        let codes = visit.catalogue.codes("late-reasons").into_iter().flat_map(|list| list.on(r.now.day()));
        let codes = codes.map(|it| Choice::of(&it.code, &it.label)).collect();
        let fields = web::select(&Select::of(typed, "reason", "Why was it late?", codes))
            .html(&web::textarea(&Textarea { rows: 3, ..Textarea::of(typed, "words", "In a sentence") }));
        let title = if it.late_reason.is_some() { "Change the reason" } else { "It is late: give the reason" };
        let note = web::paragraph("A reason never turns late into met. It is kept with the clock.");
        out = out.html(&web::heading(2, title)).html(&note).html(&form(
            visit,
            &at("reason"),
            &fields,
            &send("Save the reason"),
        ));
    }
    let asks = r.decide(action::ASK_EXTENSION, Facts::of(&[Fact::Mine])).allowed;
    if it.may_be_extended(&visit.catalogue) && asks {
        let day =
            DateInput { hint: "For example, 27 3 2026", ..DateInput::of(typed, "due", "Which day do you ask for?") };
        let fields = web::date_input(&day).html(&web::textarea(&Textarea {
            rows: 3,
            ..Textarea::of(typed, "evidence", "Why is more time needed, and what shows it?")
        }));
        let inner = form(visit, &at("extension"), &fields, &send("Ask for a later day"));
        out = out.html(&web::details("Ask for a later day", &inner, typed.has("evidence")));
    } else if it.outcome == Outcome::Open && !it.may_be_extended(&visit.catalogue) {
        out = out.html(&web::paragraph("Its source lets nobody extend it. If it is late, give the reason."));
    }
    out
}

/// Requests for a later day, each with its decision or the form to decide it.
async fn extensions(visit: &Visit, r: &Reading, it: &Clock, typed: &Typed) -> Result<Html, Refused> {
    let all = extensions_of(r, it).await?;
    if all.is_empty() {
        return Ok(Html::new());
    }
    let waiting: Vec<_> = clock::asked_of_me(r).await?.into_iter().map(|it| it.id).collect();
    let mut out = web::heading(2, "A later day");
    for asked in &all {
        out = out.html(&asked_for(r, asked).await?);
        if waiting.contains(&asked.id) {
            out = out.html(&decide_form(visit, asked, typed));
        }
    }
    Ok(out)
}

async fn asked_for(r: &Reading, it: &Extension) -> Result<Html, Refused> {
    let mut rows = vec![
        Row::of("Asked for", it.wanted.long_words()),
        Row::of("By", format!("{}, {}", called(r, it.asked_by).await?, it.asked_at.words())),
        Row::of("Because", web::paragraph(&it.evidence)),
        Row::of("It was due", it.was_due.map_or_else(String::new, Ts::words)),
    ];
    let decided = match (it.state, it.decided_by) {
        (ExtensionState::Asked, _) | (_, None) => it.state.label().to_owned(),
        (ExtensionState::Granted | ExtensionState::Refused, Some(by)) => {
            format!("{} by {}: {}", it.state.label(), called(r, by).await?, it.decided_words.as_deref().unwrap_or(""))
        }
    };
    rows.push(Row::of("Decision", decided));
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn decide_form(visit: &Visit, it: &Extension, typed: &Typed) -> Html {
    let words = Input {
        hint: "Needed where you do not grant it",
        ..Input::of(typed, "decision_words", "What do you say to it?")
    };
    let fields = web::hidden("clock", &it.clock.to_string()).html(&web::input(&words));
    let grant =
        Button { text: "Grant the later day", name: "grant", value: "yes", once: Some(true), ..Button::default() };
    let refuse = Button { text: "Do not grant it", value: "no", tone: Tone::Secondary, ..grant };
    let both = web::button_group(&[web::button(&grant), web::button(&refuse)]);
    form(visit, &format!("/clocks/extensions/{}", it.id), &fields, &both)
}
