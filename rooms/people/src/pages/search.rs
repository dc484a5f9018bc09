//! Search over people, references and the words of records: narrowed by policy before anything is counted. What was typed
//! is posted and kept; the address names only the search.

use axum::extract::Path;
use door::{Reading, Refused};
use person::{Found, SaveSearch, SearchId};
use policy::action;
use room::{Answer, Hit, Hits, Posted, Visit};
use serde::Serialize;
use web::{Html, Input, Link, Typed};

use super::find::whom;
use super::{form, wrongs};

/// Hits of each part on the page.
const SHOWN: i64 = 20;
/// Hits of each part among the suggestions.
const SUGGESTED: i64 = 5;

/// One part of what was found.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Part {
    /// What is found here.
    pub title: &'static str,
    /// The newest.
    pub first: Vec<Hit>,
    /// Of how many.
    pub total: i64,
}

/// What a saved search finds, part by part.
#[derive(Serialize, schemars::JsonSchema)]
pub struct FoundParts {
    /// The search.
    pub search: SearchId,
    /// The parts in which something was found.
    pub parts: Vec<Part>,
}

/// The form.
///
/// # Errors
/// When the page cannot be drawn.
pub async fn ask(visit: Visit) -> Answer {
    let main = web::heading(1, "Search").html(&line(&visit, &Typed::blank()));
    Ok(visit.show_plain(&visit.page("Search").below("/search"), &main))
}

fn line(visit: &Visit, typed: &Typed) -> Html {
    let field = Input {
        hint: "A name, a birth date, a reference, a number, or words of a record",
        kind: "search",
        autocomplete: "off",
        spellcheck: Some(false),
        ..Input::of(typed, "line", "What are you looking for?")
    };
    form(visit, "/search", &web::input(&field), "Search")
}

/// Keeps the search and shows what it finds.
///
/// # Errors
/// When the store refuses, or one may not search.
pub async fn post(visit: Visit, posted: Posted) -> Answer {
    let asked = person::Asked { line: posted.raw("line").trim().to_owned(), ..person::Asked::default() };
    match visit.act(posted.key(), SaveSearch { asked }).await {
        Ok(id) => Ok(visit.see_other(&format!("/search/{id}"), "")),
        Err(e) => {
            let typed = posted.asked().again(wrongs(e)?);
            let main = web::heading(1, "Search").html(&line(&visit, &typed));
            Ok(visit.show_plain(&visit.page("Search").below("/search").errors(typed.wrongs()), &main))
        }
    }
}

/// People first, then what every room has.
async fn parts(visit: &Visit, r: &Reading, words: &str, most: i64) -> Result<Vec<Part>, Refused> {
    let asked = person::Asked { line: words.to_owned(), ..person::Asked::default() };
    let people: Vec<Hit> = person::search(r, &asked).await?.iter().map(|it| hit(visit, r, it)).collect();
    let total = i64::try_from(people.len()).unwrap_or_default();
    let first = people.into_iter().take(usize::try_from(most).unwrap_or(20)).collect();
    let mut all = vec![Part { title: "People", first, total }];
    let mut searches: Vec<_> = visit.house.rooms.iter().flat_map(|it| it.searches).collect();
    searches.sort_by_key(|it| it.order);
    for it in searches {
        let Hits { first, total } = (it.find)(r, visit, words, most).await?;
        all.push(Part { title: it.title, first, total });
    }
    all.retain(|it| it.total > 0);
    Ok(all)
}

fn hit(visit: &Visit, r: &Reading, it: &Found) -> Hit {
    match it {
        Found::Open { person, why } => Hit {
            href: format!("/people/{}", person.reference),
            title: person.name(),
            words: format!(
                "{}, born {} ({}): {}",
                person.reference,
                person.birth().words(),
                person.birth().age(r.now.day()),
                why.join("; ")
            ),
        },
        Found::Pointer(it) => Hit {
            href: "/people".to_owned(),
            title: format!("Known: ask {}", whom(visit, &it.lead_agency, it.lead_team.as_deref())),
            words: "Somebody who may be meant is known. Look for them under People to ask their team.".to_owned(),
        },
    }
}

/// What a kept search finds.
///
/// # Errors
/// Not found, also for another's search.
pub async fn found(visit: Visit, Path(id): Path<SearchId>) -> Answer {
    let r = visit.read().await?;
    let words = person::saved(&r, id).await?.asked.0.line;
    let parts = parts(&visit, &r, &words, SHOWN).await?;
    let typed = Typed::blank().with("line", words);
    let title = if parts.is_empty() { "Nothing was found" } else { "Found" };
    let mut main = web::heading(1, title).html(&line(&visit, &typed));
    for it in &parts {
        let heading = format!("{} ({})", it.title, it.total);
        let one = |it: &Hit| {
            let link = web::link(&Link::to(&it.href, &it.title));
            link.when(!it.words.is_empty(), |h| h.raw("<br>").text(&it.words))
        };
        main = main.html(&web::heading(2, &heading)).html(&web::list(it.first.iter().map(one)));
        if usize::try_from(it.total).is_ok_and(|all| all > it.first.len()) {
            main = main.html(&web::paragraph("These are the newest. Add a word to find fewer."));
        }
    }
    if parts.is_empty() {
        main = main.html(&web::paragraph(
            "Nothing that you may see has these words. Try fewer words, or the beginning of one.",
        ));
    }
    let page = visit.page(title).below("/search").marked(kernel::Marking::Sensitive);
    visit.show(r, &page, &main).await
}

/// What a kept search finds, as JSON.
///
/// # Errors
/// Not found, also for another's search.
pub async fn found_json(visit: Visit, Path(id): Path<SearchId>) -> Answer {
    let r = visit.read().await?;
    let words = person::saved(&r, id).await?.asked.0.line;
    let parts = parts(&visit, &r, &words, SHOWN).await?;
    visit.json(r, &FoundParts { search: id, parts }).await
}

/// Suggestions while one types, for the field in the header: a few of each part. Posted, so that no name stands in an
/// address; not kept.
///
/// # Errors
/// Not allowed for one who may not search.
pub async fn suggest(visit: Visit, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let words = posted.raw("line").trim().to_owned();
    let parts = if words.chars().count() < 3 { Vec::new() } else { parts(&visit, &r, &words, SUGGESTED).await? };
    visit.json(r, &serde_json::json!({ "parts": parts })).await
}

/// Entries of chronologies, for the search page.
pub fn entries<'a>(
    r: &'a Reading,
    visit: &'a Visit,
    words: &'a str,
    most: i64,
) -> futures_util::future::BoxFuture<'a, Result<Hits, Refused>> {
    Box::pin(async move {
        if !visit.door().policy().ever(&visit.acting.principal, action::SEE_RECORD) {
            return Ok(Hits::default());
        }
        let listed = entry::found(r, words, most).await?;
        let mut first = Vec::new();
        for it in &listed.rows {
            // Whoever may read an entry may not always see whose it is: then it leads nowhere.
            let (href, whose) = match person::by_id(r, it.person).await {
                Ok(whose) => (format!("/people/{}/entries/{}", whose.reference, it.id), whose.name()),
                Err(Refused::NotFound) => (String::new(), "a person whom you may not see".to_owned()),
                Err(e) => return Err(e),
            };
            let words = format!("{}, {whose}", it.happened.day().words());
            first.push(Hit { href, title: it.called(), words });
        }
        Ok(Hits { first, total: listed.total })
    })
}
