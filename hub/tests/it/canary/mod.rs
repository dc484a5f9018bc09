//! The canary test: secret words in every kind of record, every route walked as everybody with ids that they may and may
//! not see. Each word is found by somebody who may find it, and by nobody who may not.

mod assessed;
mod commands;
pub mod people;
pub mod planted;
mod table;
pub mod walk;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use people::Who;
use planted::World;
use walk::{Back, Form, Walker};

use crate::kit::{Engine, Hub, engines, on_both};

/// What went wrong on a walk, at most a few of each.
#[derive(Default)]
struct Wrong(BTreeMap<String, usize>);

impl Wrong {
    fn add(&mut self, what: String) {
        *self.0.entry(what).or_default() += 1;
    }
    fn none(&self, of: &str) {
        let told: Vec<_> = self.0.iter().take(40).map(|(what, many)| format!("{many} x {what}")).collect();
        assert!(self.0.is_empty(), "{} {of}:\n{}", self.0.len(), told.join("\n"));
    }
}

/// Of each route, how many addresses and forms that pages named are walked: a ledger names itself without end.
const MOST_NAMED: usize = 3;

/// Of each route at most so many, evenly from among them: the first and the last are always there.
fn few<T: Ord + Clone>(all: &BTreeSet<T>, routes: &[String], at: impl Fn(&T) -> &str) -> BTreeSet<T> {
    let mut of: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for it in all {
        of.entry(route_of(routes, at(it))).or_default().push(it);
    }
    let evenly = |them: Vec<&T>| -> Vec<T> {
        let (many, most) = (them.len(), them.len().min(MOST_NAMED));
        (0..most).map(|nth| them[nth * (many - 1) / (most - 1).max(1)].clone()).collect()
    };
    of.into_values().flat_map(evenly).collect()
}

struct Tour<'a> {
    walker: Walker<'a>,
    world: &'a World,
    /// Routes whose pages tell of the ledger, which holds ids of persons and nothing else about them.
    ledger: Vec<String>,
    found: BTreeMap<String, BTreeSet<String>>,
    wrong: Wrong,
    /// Routes that searches reached.
    searched: BTreeSet<String>,
}

impl Tour<'_> {
    /// Looks at an answer: no fault, no word that is not theirs, and what it showed or refused is in the ledger.
    async fn look(&mut self, who: &Who, route: &str, at: &str, back: &Back) {
        // What somebody typed themselves may come back to them.
        let name = &who.name;
        if back.status >= 500 {
            self.wrong.add(format!("{name}: {at} answered {}", back.status));
        }
        for it in self.world.canaries.iter().filter(|it| back.body.contains(&it.word) && !at.contains(&it.word)) {
            if table::by_hand(who, it) {
                self.found.entry(it.word.clone()).or_default().insert(name.clone());
            } else {
                self.wrong.add(format!("{name} found {} about {:?} at {route}", it.kind, it.about));
            }
        }
        let refused = matches!(back.status, 403 | 404) && !who.secret.is_empty();
        let shown: Vec<_> = self.world.persons.iter().filter(|it| self.shows(it, route, at, back)).collect();
        if shown.is_empty() && !refused {
            return;
        }
        let entries = self.walker.entries(who.id(), back.sent).await;
        if refused && !entries.iter().any(|it| it.0 == "refused") {
            self.wrong.add(format!("a refusal at {route} is not in the ledger ({name})"));
        }
        for it in shown {
            if !entries.iter().any(|(_, persons)| persons.contains(&it.id)) {
                self.wrong.add(format!("{name} was shown the {} person at {route}, and no entry says so", it.about));
            }
        }
    }

    /// Whether an answer shows a person: by reference, by name, or (where ids are no bare bookkeeping) by id.
    fn shows(&self, it: &planted::Planted, route: &str, at: &str, back: &Back) -> bool {
        let name = format!("Zqsurname{}qz", it.about);
        let named = back.body.contains(&name) && !at.contains(&name);
        let id = it.id.to_string();
        let id = !self.ledger.iter().any(|it| it == route) && !at.contains(&id) && back.body.contains(&id);
        let reference = it.reference.to_string();
        named || id || (back.body.contains(&reference) && !at.contains(&reference))
    }
}

/// Everything that a walk needs.
struct Ground {
    all: Vec<Who>,
    gets: Vec<String>,
    posts: Vec<String>,
    addresses: BTreeSet<String>,
    forms: BTreeSet<Form>,
}

/// What opens a record to somebody is sent last, and what ends a session not at all.
const OPENS: &[&str] = &["/glass/second", "/glass/new"];
const ENDS: &[&str] = &["/sign-out", "/account/end"];

async fn ground(hub: &Hub) -> (World, Ground) {
    let all = people::everybody(hub).await;
    let world = planted::plant(hub, &all).await;
    let routes = hub::router::routes(&hub.house);
    let of = |method: &str| -> Vec<String> {
        routes.iter().filter(|it| it.method == method).map(|it| it.path.to_owned()).collect()
    };
    let (gets, posts) = (of("GET"), of("POST"));
    let persons: Vec<String> = world.persons.iter().map(|it| it.reference.to_string()).collect();
    let of_people = persons.clone();
    let references = |it: &str| references(&of_people, &world, it);
    let ids = walk::ids(hub).await;
    let mut addresses: BTreeSet<String> = gets.iter().flat_map(|it| walk::filled(it, &references(it), &ids)).collect();
    addresses.extend(world.addresses.iter().cloned());
    let mut forms: BTreeSet<Form> = BTreeSet::new();
    for it in &posts {
        let fields = vec![("person".to_owned(), world.persons[1].id.to_string())];
        forms.extend(walk::filled(it, &references(it)[..2], &ids).into_iter().map(|it| (it, fields.clone())));
    }
    let forms = few(&forms, &posts, |it| &it.0);
    (world, Ground { all, gets, posts, addresses, forms })
}

/// The references that an address of this route is filled with: those of its own kind, and one of another.
fn references(people: &[String], world: &World, route: &str) -> Vec<String> {
    if route.contains("/people/{") || route.contains("/looked") {
        return people.to_vec();
    }
    let mut words = route.split('/').filter(|it| !it.is_empty() && !["api", "v1"].contains(it));
    let first = words.next().unwrap_or_default();
    let own = world.references.get(first).or_else(|| world.references.get("referrals")).cloned().unwrap_or_default();
    [&own[..], &people[1..2]].concat()
}

fn tour<'a>(hub: &'a Hub, world: &'a World) -> Tour<'a> {
    let reads = [policy::action::READ_LEDGER, policy::action::VERIFY_LEDGER];
    let ledger = hub::router::routes(&hub.house).into_iter().filter(|it| it.needs.is_ok_and(|it| reads.contains(&it)));
    let ledger = ledger.map(|it| it.path.to_owned()).collect();
    Tour {
        walker: Walker::of(hub),
        world,
        ledger,
        found: BTreeMap::new(),
        wrong: Wrong::default(),
        searched: BTreeSet::new(),
    }
}

fn route_of<'a>(routes: &'a [String], at: &str) -> &'a str {
    let exact = routes.iter().find(|it| it.as_str() == at.split('?').next().unwrap_or(at));
    // Of several that fit the router takes the one with the fewest gaps.
    let fits = || routes.iter().filter(|it| walk::matches(it, at)).min_by_key(|it| it.matches('{').count());
    exact.or_else(fits).map_or("(no route)", String::as_str)
}

/// Searches that find everybody planted, without typing a word that is looked for.
async fn searches(it: &mut Tour<'_>, who: &Who, named: &mut BTreeSet<String>, forms: &mut BTreeSet<Form>) {
    let lines = ["ZZ99 3WZ", "Zqsurnameordinary", "Zqforenamerestrictedq", "27/3/2011"];
    let by_reference: Vec<String> = it.world.persons.iter().map(|it| it.reference.to_string()).collect();
    for line in lines.iter().map(|it| (*it).to_owned()).chain(by_reference) {
        let typed = [("line".to_owned(), line.clone())];
        let back = it.walker.post(who, "/search/suggest", &typed).await;
        it.look(who, "/search/suggest", &line, &back).await;
        let back = it.walker.post(who, "/people", &typed).await;
        it.look(who, "/people", &line, &back).await;
        let Some(to) = back.location.filter(|it| it.starts_with("/people/found/")) else { continue };
        for at in [to.clone(), format!("/api/v1{to}"), to.replace("/found/", "/new?searched=")] {
            let back = it.walker.get(who, &at).await;
            it.look(who, "/people/found/{id}", &line, &back).await;
            if back.status == 200 {
                it.searched.insert(if at.contains("/new?") { "/people/new" } else { "/people/found/{id}" }.to_owned());
            }
            let (links, more) = walk::leads_to(&at, &back.body);
            named.extend(links);
            forms.extend(more);
        }
    }
}

/// Everybody opens every address, and whatever address a page named for anybody, until there is none left that is new.
async fn read_everything(tour: &mut Tour<'_>, ground: &mut Ground) -> BTreeSet<String> {
    let (mut reached, mut todo) = (BTreeSet::new(), ground.addresses.clone());
    let mut offered = BTreeSet::new();
    // How many pages of each route were read for their links, by whom.
    let mut read: BTreeMap<(String, String), usize> = BTreeMap::new();
    for round in 0..2 {
        let mut named = BTreeSet::new();
        for who in &ground.all {
            if round == 0 {
                searches(tour, who, &mut named, &mut offered).await;
            }
            for at in &todo {
                let route = route_of(&ground.gets, at);
                let back = tour.walker.get(who, at).await;
                tour.look(who, route, at, &back).await;
                // A page, or the way to where it is now.
                if matches!(back.status, 200 | 308) {
                    reached.insert(route.to_owned());
                }
                let many = read.entry((who.name.clone(), route.to_owned())).or_insert(0);
                if back.status == 200 && back.kind.starts_with("text/html") && *many < MOST_NAMED {
                    *many += 1;
                    let (links, forms) = walk::leads_to(at, &back.body);
                    named.extend(links.into_iter().chain(back.location).flat_map(|it| {
                        // The same as JSON, where there is that.
                        let json = format!("/api/v1{it}");
                        let told = route_of(&ground.gets, &json).starts_with("/api/");
                        [Some(it), told.then_some(json)].into_iter().flatten()
                    }));
                    offered.extend(forms);
                }
            }
        }
        let fresh: BTreeSet<String> = named.into_iter().filter(|it| !ground.addresses.contains(it)).collect();
        todo = few(&fresh, &ground.gets, |it| it);
        ground.addresses.extend(todo.iter().cloned());
    }
    ground.forms.extend(few(&offered, &ground.posts, |it| &it.0));
    reached
}

/// Those who walk, on every engine alike: each takes three to five seconds, so nobody walks who differs from nobody.
const WALKERS: &[&str] = &[
    "near-0-social-worker",
    "near-8-vcs-worker",
    "near-4-health-practitioner",
    "teacher",
    "screener",
    "hubmanager",
    "youthworker",
    "scrutineer",
    "governance",
    "admin",
    "the-public",
    "near-2-police-officer",
    "near-3-intelligence-officer",
    "near-10-adult-lead",
    "near-11-referrer",
    "near-13-admin",
    "nurse",
    "chair",
    "socialworker",
    "officer",
    "cochair",
    "clerk",
    "far-auditor",
    "far-panel-member",
    "far-carer",
];

async fn walk_of(hub: Hub) {
    let (world, mut ground) = ground(&hub).await;
    ground.all.retain(|it| WALKERS.contains(&it.name.as_str()));
    let mut tour = tour(&hub, &world);
    for who in ground.all.iter().filter(|it| !it.secret.is_empty()) {
        assert_eq!(tour.walker.get(who, "/account").await.status, 200, "{} is signed in", who.name);
    }
    let begun = std::time::Instant::now();
    let mut reached = read_everything(&mut tour, &mut ground).await;
    eprintln!("read in {:?} by {} requests", begun.elapsed(), tour.walker.sent);
    for last in [false, true] {
        for who in &ground.all {
            let now = |it: &&Form| OPENS.contains(&it.0.as_str()) == last && !ENDS.contains(&it.0.as_str());
            for (at, fields) in ground.forms.iter().filter(now) {
                let back = tour.walker.post(who, at, fields).await;
                let said: Vec<_> = fields.iter().map(|it| it.1.as_str()).collect();
                tour.look(who, route_of(&ground.posts, at), &format!("{at} {}", said.join(" ")), &back).await;
            }
        }
    }
    let forms = (tour.walker.sent, begun.elapsed());
    commands::send(&mut tour, &ground.all).await;
    eprintln!("{} commands in {:?}", tour.walker.sent - forms.0, begun.elapsed() - forms.1);
    eprintln!("{} requests, {} addresses, {} forms", tour.walker.sent, ground.addresses.len(), ground.forms.len());
    eprintln!("{:?}", begun.elapsed());
    tour.wrong.none("things went wrong");
    let ticket = |it: &&String| !it.ends_with("{token}");
    reached.extend(tour.searched.iter().cloned());
    let never: Vec<_> = ground.gets.iter().filter(|it| !reached.contains(it.as_str())).filter(ticket).collect();
    assert!(never.is_empty(), "nobody reached {never:?}: link it from a page, or give the walk its ids");
    let may = |it: &planted::Canary| ground.all.iter().any(|who| table::by_hand(who, it));
    let lost = world.canaries.iter().filter(|it| !tour.found.contains_key(&it.word) && may(it));
    let lost: BTreeSet<_> = lost.map(|it| (it.kind, it.about)).collect();
    assert!(lost.is_empty(), "nobody who may found {lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_word_is_found_by_those_who_may_and_by_nobody_who_may_not_on_any_route() {
    walk_of(Hub::on(Engine::Quick).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_words_are_found_by_the_same_people_on_postgresql() {
    for engine in engines().into_iter().filter(|it| matches!(it, Engine::Postgres(_))) {
        walk_of(Hub::on(engine).await).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn policy_answers_for_every_part_of_a_record_as_the_table_of_access_says() {
    on_both(async |hub| {
        let all = people::everybody(&hub).await;
        let world = planted::plant(&hub, &all).await;
        let mut wrong = Wrong::default();
        for who in &all {
            let r = hub.house.door.read(&who.acting).await.unwrap();
            for it in &world.canaries {
                let said = table::by_policy(&r, who, it).await;
                let hand = table::by_hand(who, it);
                if said.is_some_and(|said| said != hand) {
                    wrong.add(format!("{} and {} about {:?}: the table says {hand}", who.name, it.kind, it.about));
                }
            }
        }
        wrong.none("answers differ from the table");
    })
    .await;
}
