//! Parts that several pages of the room draw.

use catalogue::{Catalogue, Instrument, Section};
use door::{Query, Reading};
use kernel::{PersonId, Refused, Value};
use person::Person;
use room::Visit;
use std::collections::HashMap;
use web::{Cell, Colour, Html, Table};

use super::Assessment;
use super::rules::{Flag, Said};

/// A posted form around its fields.
pub(crate) fn form_to(visit: &Visit, action: &str, inner: &Html) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .raw("</form>")
}

/// The table of one section of an instrument, under the section's name.
pub(crate) fn section_table(section: &Section, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Html {
    let table = Table {
        caption: &section.title,
        caption_classes: "govuk-table__caption--m",
        head,
        rows,
        first_is_head: true,
        ..Table::default()
    };
    web::scrolling(&section.title, &web::table(&table))
}

/// A level as the instrument calls it: `2: Medium`; the canonical word where it has none.
pub(crate) fn level_words(c: &Catalogue, of: Option<&Instrument>, level: i64) -> String {
    let own = of.and_then(|it| it.levels.iter().find(|own| i64::from(own.level) == level));
    match own {
        Some(own) => format!("{level}: {}", own.label),
        None => format!("{level}: {}", c.label("risk-levels", &level.to_string())),
    }
}

/// The canonical words of the levels, from 0 up.
pub(crate) fn level_labels(c: &Catalogue) -> Vec<String> {
    (0..4).map(|it| level_words(c, None, it)).collect()
}

/// The flags that are raised, and those that the record cannot tell.
pub(crate) fn flags(all: &[Flag]) -> Html {
    let raised = all.iter().filter(|it| it.raised == Some(true));
    let tags = Html::new().each(raised, |h, it| h.html(&web::tag(&it.label, Colour::Yellow)).raw(" "));
    let unknown: Vec<&str> = all.iter().filter(|it| it.raised.is_none()).map(|it| it.label.as_str()).collect();
    let tags = if tags.is_empty() { web::text("None raised") } else { tags };
    tags.when(!unknown.is_empty(), |h| {
        h.raw("<br>").text(&format!("Not known from the record: {}.", unknown.join(", ")))
    })
}

/// Disability and learning need in words, from the codes of an assessment.
pub(crate) fn disability(c: &Catalogue, it: &Assessment) -> String {
    if it.disability.is_empty() {
        return "Not asked yet".to_owned();
    }
    it.disability.split(',').map(|code| c.label("disability", code)).collect::<Vec<_>>().join(", ")
}

/// The answer to an item in words: the rubric of a rating, the period of an indicator, yes, no or not known.
pub(crate) fn answer_words(c: &Catalogue, it: &Said<'_>) -> String {
    if let Some(rating) = it.rating {
        let words = usize::try_from(rating).ok().and_then(|nth| it.item.rubric.get(nth));
        return words.map_or_else(|| rating.to_string(), |words| format!("{rating}: {words}"));
    }
    match it.answer.as_str() {
        "yes" => "Yes".to_owned(),
        "no" => "No".to_owned(),
        "unknown" => "Not known".to_owned(),
        other => c.label("indicator-periods", other).to_owned(),
    }
}

/// Those among persons whom the reader may see, by id: of one who was merged, the survivor.
pub(crate) async fn persons(r: &Reading, them: Vec<PersonId>) -> Result<HashMap<PersonId, Person>, Refused> {
    let ids: Vec<Value> = them.into_iter().map(|it| Value::Uuid(it.0)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let roots = Query::new("SELECT id, root FROM person", vec![]).among("id", ids);
    let roots = r.plain_find::<(PersonId, PersonId)>(roots).await?;
    let survivors = roots.iter().map(|it| Value::Uuid(it.1.0)).collect();
    let found = r.sealed_find::<Person>(Query::new("SELECT * FROM person", vec![]).among("id", survivors)).await?;
    let open: HashMap<PersonId, Person> = r.open_all(found).await?.into_iter().map(|it| (it.id, it)).collect();
    Ok(roots.into_iter().filter_map(|(id, root)| Some((id, open.get(&root)?.clone()))).collect())
}
