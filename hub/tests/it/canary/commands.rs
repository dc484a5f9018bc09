//! Every command of the JSON interface, sent by everybody: with ids and references of what is planted, and with secret
//! words typed. No answer holds a word that is not theirs; about somebody whom one may not know of each answers as about
//! nobody.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::people::Who;
use super::{Tour, walk};
use crate::api::made::Maker;

/// Bodies of each command by each who walks.
const BODIES: usize = 2;

/// Commands that are about somebody whom one may not see, each with the reason.
const ABOUT_HIDDEN: &[(&str, &str)] = &[
    ("/api/v1/trust/break-glass", "breaking the glass is about people whom one may not see"),
    ("/api/v1/people/restrict-person", "information governance mends the list of those named"),
    ("/api/v1/people/lift-restriction", "information governance mends the list of those named"),
];

/// Sends them. Who may end other people's sessions comes last.
pub async fn send(tour: &mut Tour<'_>, all: &[Who]) {
    let document = hub::openapi::document(tour.walker.hub.house.rooms);
    let document: Value = serde_json::from_str(&document.to_string()).unwrap();
    let commands: Vec<(String, Value)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|it| it.0.starts_with("/api/v1/") && it.1.get("post").is_some())
        .map(|it| (it.0.clone(), it.1["post"]["requestBody"]["content"]["application/json"]["schema"].clone()))
        .collect();
    assert!(commands.len() > 80, "only {} commands", commands.len());
    let mut maker = maker(tour, document).await;
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut whos: Vec<&Who> = all.iter().collect();
    whos.sort_by_key(|it| it.role == "admin");
    for who in &whos {
        for (at, schema) in &commands {
            as_about_nobody(tour, &mut maker, who, (at, schema)).await;
        }
    }
    for who in whos {
        for (at, schema) in &commands {
            for _ in 0..BODIES {
                let body = maker.make(schema, 0).to_string();
                let back = tour.walker.command(who, at, &body).await;
                *statuses.entry(back.status).or_default() += 1;
                tour.look(who, at, &format!("{at} {body}"), &back).await;
            }
        }
    }
    let told: BTreeSet<u16> = statuses.keys().copied().collect();
    for expected in [200, 401, 403, 404, 422] {
        assert!(told.contains(&expected), "the bodies were too dull: {statuses:?}");
    }
}

/// A maker of bodies that knows everything planted.
async fn maker(tour: &Tour<'_>, document: Value) -> Maker {
    let mut maker = Maker::new(20_261_123, document);
    let ids = walk::ids(tour.walker.hub).await;
    maker.ids = ids.values().flatten().cloned().collect();
    let world = tour.world;
    let of =
        |kind: &str| -> Vec<Value> { world.references.get(kind).into_iter().flatten().map(|it| json!(it)).collect() };
    let persons: Vec<Value> = world.persons.iter().map(|it| json!(it.id)).collect();
    maker.references = world.references.values().flatten().cloned().collect();
    maker.references.extend(world.persons.iter().map(|it| it.reference.to_string()));
    maker.texts = world.canaries.iter().map(|it| it.word.clone()).collect();
    for (field, kind) in [("referral", "referrals"), ("action", "actions"), ("reference", "referrals")] {
        maker.named.insert(field, of(kind));
    }
    for field in ["person", "other", "keep", "to_person", "from_person"] {
        maker.named.insert(field, persons.clone());
    }
    for (field, of) in
        [("import", "import"), ("draft", "draft"), ("clock", "clock"), ("entry", "entry"), ("question", "question")]
    {
        maker.named.insert(field, ids[of].iter().map(|it| json!(it)).collect());
    }
    maker
}

/// About the restricted person the answer to one who may not know of them is the answer about nobody.
async fn as_about_nobody(tour: &mut Tour<'_>, maker: &mut Maker, who: &Who, (at, schema): (&str, &Value)) {
    let named = who.name == "hubmanager" || (who.near && who.is(&["social-worker"]));
    if named || ABOUT_HIDDEN.iter().any(|it| it.0 == at) {
        return;
    }
    let restricted = &tour.world.persons[1];
    let (id, nobody) = (restricted.id.to_string(), uuid::Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
    let before = maker.named.insert("person", vec![json!(id)]);
    let body = maker.make(schema, 0).to_string();
    maker.named.insert("person", before.unwrap_or_default());
    if !body.contains(&id) {
        return;
    }
    let about = tour.walker.command(who, at, &body).await;
    let of_nobody = tour.walker.command(who, at, &body.replace(&id, &nobody.to_string())).await;
    // Each answer names its own request.
    let told = |it: &walk::Back| {
        let said: Option<Value> = serde_json::from_str(&it.body).ok();
        let said = said.map(|mut it| {
            it.as_object_mut().and_then(|it| it.remove("instance"));
            it.to_string().replace(&id, "-").replace(&nobody.to_string(), "-")
        });
        (it.status, said)
    };
    if told(&about) != told(&of_nobody) {
        let (one, other) = (told(&about), told(&of_nobody));
        tour.wrong.add(format!("{}: {at} tells of a restricted person: {one:?}, of nobody {other:?}", who.name));
    }
    tour.look(who, at, &format!("{at} {body}"), &about).await;
}
