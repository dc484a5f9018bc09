//! What this room shows on *my day* and on a person's page.

use door::Reading;
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::action::{ADD_ACTION, USE_DAY};
use room::Visit;
use web::{Html, Link, Task};

use crate::actions::{list, new, tag};
use crate::notices::line;

/// How many stand on *my day*; the rest is a link away.
const ON_DAY: i64 = 8;

type Drawn<'a> = BoxFuture<'a, Result<Html, Refused>>;

/// *My day*: what is not read yet.
pub(crate) fn notices<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> Drawn<'a> {
    Box::pin(async move {
        let Some(me) = r.acting.user_id() else { return Ok(Html::new()) };
        let many = message::unread_of(r, me).await?;
        if many == 0 {
            return Ok(Html::new());
        }
        let all = message::unread(r, 5).await?;
        let lines: Result<Vec<Html>, Refused> = all.iter().map(|it| line(r, it)).collect();
        let words = match many {
            1 => "Open the notice".to_owned(),
            message::MOST_COUNTED.. => "All notices".to_owned(),
            many => format!("All {many} notices"),
        };
        Ok(web::heading(2, "Notices").html(&web::list(lines?)).html(&web::link_line(&Link::to("/notices", &words))))
    })
}

/// *My day*: what is one's own to do, the most urgent first.
pub(crate) fn actions<'a>(visit: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> Drawn<'a> {
    Box::pin(async move {
        if !r.could(USE_DAY) {
            return Ok(Html::new());
        }
        let counts = action::counts(r).await?;
        let found = action::mine(r, (ON_DAY, 0)).await?;
        if found.rows.is_empty() {
            return Ok(Html::new());
        }
        let hrefs: Vec<(String, String)> = found
            .rows
            .iter()
            .map(|it| (format!("/actions/{}", it.reference), format!("{}, due {}", it.reference, it.due.words())))
            .collect();
        let tasks: Vec<Task<'_>> = found
            .rows
            .iter()
            .zip(&hrefs)
            .map(|(it, (href, hint))| Task { title: &it.words, href, hint, status: tag(it, visit), ..Task::default() })
            .collect();
        let more = format!("All your actions ({})", found.total);
        Ok(web::heading(2, "Your actions")
            .html(&web::paragraph(&summary(counts)))
            .html(&web::task_list("actions", &tasks))
            .html(&web::link_line(&Link::to("/actions", &more))))
    })
}

fn summary(it: action::Counts) -> String {
    let one = |many: i64, words: &str| (many > 0).then(|| format!("{many} {words}"));
    let parts: Vec<String> =
        [one(it.red, "late"), one(it.amber, "due soon"), one(it.other, "in time")].into_iter().flatten().collect();
    format!("{}.", parts.join(", "))
}

/// *My day* of those who run the hub: mails that did not arrive.
pub(crate) fn mails<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> Drawn<'a> {
    Box::pin(async move {
        if !r.could(message::RUN_MAIL) {
            return Ok(Html::new());
        }
        let troubled = message::troubled(r).await?.len();
        let (waiting, _) = message::waiting(r).await?;
        if troubled == 0 && waiting == 0 {
            return Ok(Html::new());
        }
        let words = format!("Mails that did not arrive: {troubled}. Waiting to be sent: {waiting}.");
        Ok(web::heading(2, "Mail")
            .html(&web::paragraph(&words))
            .html(&web::link_line(&Link::to("/messages/failed", "Look at them"))))
    })
}

/// A person's page: what is to be done about them, and by whom.
pub(crate) fn of_person<'a>(visit: &'a Visit, r: &'a Reading, person: Option<PersonId>) -> Drawn<'a> {
    Box::pin(async move {
        let Some(person) = person else { return Ok(Html::new()) };
        let found = action::of_person(r, person, (20, 0)).await?;
        let mut main = Html::new();
        if !found.rows.is_empty() {
            main = web::heading(2, "Actions").html(&list::table(visit, r, &found.rows).await?);
        }
        if r.could_to(ADD_ACTION, person).await? {
            if let Some(reference) = new::reference_of(r, person).await? {
                main = main.html(&web::link_line(&Link::to(&new::address(reference), "Set an action")));
            }
        }
        Ok(main)
    })
}
