//! Secret words in exploitation assessments: what was found, what child and carer said, what the manager wrote, a draft.

use assessment::assessment::{AuthoriseAssessment, BeginAssessment, ProposeAssessment, ReturnAssessment, opened};
use form::{Answer, Evidence, Said};
use kernel::{PersonId, Reference};
use policy::action as may;

use super::people::{Who, near, one};
use super::planted::{Row, Seen, World};
use crate::assessment::{answers, writes};
use crate::kit::Hub;

/// An assessment of somebody, returned once and then authorised at another level; and one that is being written.
pub async fn assessed(hub: &Hub, all: &[Who], world: &mut World, about: &'static str, person: PersonId) {
    let (worker, manager) = (near(all, "social-worker"), one(all, "teammanager"));
    let seen = || Seen::Part(may::SEE_RECORD, person, Row { agency: worker.agency.clone(), ..Row::default() });
    let begin = BeginAssessment { person, instrument: "F2-A".into() };
    let assessment = hub.does(&worker.acting, begin).await.unwrap();
    let mut all_said = answers(&[("1", 2)], "1");
    for (group, question, kind) in [
        ("item-1", "analysis", "assessed-analysis"),
        ("outcome", "level_reason", "assessed-reason"),
        ("outcome", "summary", "assessed-summary"),
        ("outcome", "child_view", "assessed-child"),
        ("outcome", "carer_view", "assessed-carer"),
        ("factors", "protective", "assessed-protects"),
    ] {
        all_said.put(group, 0, question, Answer::words(world.word(kind, about, seen())));
    }
    let evidence = Evidence {
        what: world.word("assessed-evidence", about, seen()),
        who: world.word("assessed-told-by", about, seen()),
        when: "In May".into(),
    };
    all_said.put("item-1", 0, "rating", Answer { said: Said::Words("2".into()), evidence });
    let version = writes(hub, &worker.acting, assessment, all_said.clone()).await;
    hub.does(&worker.acting, ProposeAssessment { assessment, version }).await.unwrap_or_else(|e| panic!("{e:?}"));
    let comment = world.word("assessed-comment", about, seen());
    let version = read(hub, manager, assessment).await;
    hub.does(&manager.acting, ReturnAssessment { assessment, version, comment }).await.unwrap();
    let version = writes(hub, &worker.acting, assessment, all_said).await;
    hub.does(&worker.acting, ProposeAssessment { assessment, version }).await.unwrap();
    let reason = world.word("assessed-override", about, seen());
    let version = read(hub, manager, assessment).await;
    let it = AuthoriseAssessment { assessment, version, level: 2, reason };
    hub.does(&manager.acting, it).await.unwrap_or_else(|e| panic!("{e:?}"));
    world.refer("assessments", assessment);
    draft(hub, worker, world, about, person).await;
}

/// What is being written is its worker's alone; a conflict that they declare later takes it from them too.
async fn draft(hub: &Hub, worker: &Who, world: &mut World, about: &'static str, person: PersonId) {
    let only = if about == "conflict" { vec![] } else { vec![worker.id()] };
    let begin = BeginAssessment { person, instrument: "F2-C".into() };
    let assessment = hub.does(&worker.acting, begin).await.unwrap();
    let mut some = form::Answers::default();
    let word = world.word("assessed-draft", about, Seen::Only(only));
    some.put("factors", 0, "push", Answer::words(word));
    writes(hub, &worker.acting, assessment, some).await;
    world.refer("assessments", assessment);
}

async fn read(hub: &Hub, who: &Who, reference: Reference) -> i64 {
    let r = hub.house.door.read(&who.acting).await.unwrap();
    opened(&r, &reference.to_string()).await.unwrap().version
}
