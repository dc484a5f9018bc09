//! The indicators as a page, and as JSON.

use axum::extract::Query as Ask;
use catalogue::Instrument;
use kernel::{Day, Refused};
use room::{Answer, Visit};
use web::{Button, Cell, Choice, Html, Input, Link, Select, Table, Tone, Typed};

use super::{IndicatorRow, Indicators, Period, behind, count};
use crate::assessment::parts::section_table;

/// What may be asked.
pub const ASKS: &[(&str, &str)] = &[
    ("instrument", "The id of an instrument: `F2-A`; else the first."),
    ("from", "Assessed from this day on: `2026-04-01`."),
    ("to", "Assessed up to and with this day."),
];

fn asked(visit: &Visit, questions: &[(String, String)]) -> Result<(Instrument, Period), Refused> {
    let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.trim());
    let today = visit.now().day();
    let c = &visit.catalogue;
    let of = c.instrument(get("instrument"), today).or_else(|| c.instruments.first()).ok_or(Refused::NotFound)?;
    Ok((of.clone(), (web::parse_day(get("from")), web::parse_day(get("to")))))
}

/// How often each indicator is found.
///
/// # Errors
/// When the store refuses.
pub async fn page(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let (of, period) = asked(&visit, &questions)?;
    let r = visit.read().await?;
    let all = count(&r, &of, period).await?;
    let main = web::heading(1, "How often each indicator is found")
        .html(&web::paragraph("Authorised assessments that you may see behind their numbers, by the day of the assessment. An assessment counts once; a child with several counts with each of them."))
        .html(&form(&visit, &of, period))
        .html(&whole(&of, &all, period))
        .html(&tables(&of, &all, period));
    let title = "How often each indicator is found";
    visit.show(r, &visit.page(title).below("/assessments").back("/assessments").wide(), &main).await
}

/// The same as JSON.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let (of, period) = asked(&visit, &questions)?;
    let r = visit.read().await?;
    let all = count(&r, &of, period).await?;
    visit.json(r, &all).await
}

fn form(visit: &Visit, of: &Instrument, (from, to): Period) -> Html {
    let c = visit.catalogue.clone();
    let mut all: Vec<(&str, &str)> = c.instruments.iter().map(|it| (it.id.as_str(), it.title.as_str())).collect();
    all.dedup_by_key(|it| it.0);
    let typed = Typed::blank().with("instrument", of.id.as_str());
    let words = |it: Option<Day>| it.map(|it| it.to_string()).unwrap_or_default();
    let day = |name, label, value: &str| {
        web::input(&Input { name, label, value, hint: "For example, 27/3/2026", width: 10, ..Input::default() })
    };
    Html::new()
        .raw("<form method=\"get\" action=\"/assessments/indicators\">")
        .html(&web::select(&Select::of(&typed, "instrument", "Instrument", Choice::all(all))))
        .html(&day("from", "Assessed from", &words(from)))
        .html(&day("to", "Assessed up to", &words(to)))
        .html(&web::button(&Button { text: "Show", tone: Tone::Secondary, ..Button::default() }))
        .raw("</form>")
}

fn number(many: i64, href: &str) -> Cell {
    Cell::number(if many == 0 { web::text("0") } else { web::link(&Link::to(href, &many.to_string())) })
}

fn whole(of: &Instrument, all: &Indicators, period: Period) -> Html {
    let list = behind(&of.id, period);
    let by = |code: &str| super::Wanted { disabled: code.to_owned(), ..list.clone() }.address("");
    let rows = vec![
        vec![Cell::from("Assessments"), number(all.assessments, &list.address(""))],
        vec![Cell::from("Children"), Cell::number(all.children.to_string())],
        vec![
            Cell::from("Of the assessments: with a disability or learning need"),
            number(all.with_disability, &by("yes")),
        ],
        vec![Cell::from("Of the assessments: disability not known"), number(all.disability_unknown, &by("unknown"))],
    ];
    let head = vec![Cell::from("What"), Cell::number("Number")];
    let caption = "What is counted";
    web::table(&Table {
        caption,
        caption_classes: "govuk-table__caption--m",
        head,
        rows,
        first_is_head: true,
        ..Table::default()
    })
}

fn tables(of: &Instrument, all: &Indicators, period: Period) -> Html {
    let mut out = Html::new();
    for section in &of.sections {
        let ids: Vec<&str> = section.items.iter().map(|it| it.id.as_str()).collect();
        let rows: Vec<&IndicatorRow> = all.rows.iter().filter(|it| ids.contains(&it.item.as_str())).collect();
        let rated = rows.iter().any(|it| it.medium.is_some());
        let mut head = vec![Cell::from("Indicator"), Cell::number("Answered"), Cell::number("Found")];
        if rated {
            head.extend([Cell::number("Rated 2 or more"), Cell::number("Rated 3")]);
        }
        head.push(Cell::number("Found, with a disability"));
        let rows = rows.iter().map(|it| row(of, it, period)).collect();
        out = out.html(&section_table(section, head, rows));
    }
    out
}

fn row(of: &Instrument, it: &IndicatorRow, period: Period) -> Vec<Cell> {
    let list = super::Wanted { item: it.item.clone(), ..behind(&of.id, period) };
    let least = |least: i64| super::Wanted { least: Some(least), ..list.clone() }.address("");
    let disabled = super::Wanted { disabled: "yes".to_owned(), ..list.clone() }.address("");
    let mut cells =
        vec![Cell::from(it.title.as_str()), Cell::number(it.asked.to_string()), number(it.found, &list.address(""))];
    cells.extend(it.medium.map(|many| number(many, &least(2))));
    cells.extend(it.high.map(|many| number(many, &least(3))));
    cells.push(number(it.with_disability, &disabled));
    cells
}
