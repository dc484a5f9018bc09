//! Whole lists, through the commands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use matching::command::{Failed, How, Task, run};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("matching-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("written");
        path
    }
    fn dedupe(&self, file: &Path, threads: usize) -> Result<String, Failed> {
        let (out, pairs) = (self.0.join("clusters.csv"), self.0.join("pairs.csv"));
        let how = How { threads, ..How::default() };
        let task = Task::Dedupe { file: file.into(), out: out.clone(), pairs: Some(pairs.clone()), how };
        run(&task, &mut Vec::new(), &mut Vec::new())?;
        let read = |it| std::fs::read_to_string(it).expect("there");
        Ok(read(out) + &read(pairs))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const HEADER: &str = "record_id,forename,surname,dob,sex,house,street,town,postcode,phone";

/// Families of an invented district: each child twice, the second time written otherwise.
fn families(count: usize) -> Vec<String> {
    let names = ["Ada", "Bela", "Cato", "Dorka", "Emil", "Fenna", "Goran", "Hedda", "Ivo", "Jara", "Kolja", "Lene"];
    let ends = ["son", "ley", "wick", "ham", "ford", "stead", "by", "worth"];
    let mut out = Vec::new();
    for nth in 0..count {
        let family = format!("{}{}", ["Quill", "Rowan", "Stane", "Thorn", "Umber", "Vane"][nth % 6], ends[nth / 6 % 8]);
        let home =
            format!("{},Lane {},Newtown,ZZ{} {}AB,07{:09}", nth % 90 + 1, nth / 7, nth % 30, nth % 9, nth * 7919);
        let (a, b) = (names[nth % 12], names[(nth + 1 + nth / 12 % 10) % 12]);
        let (da, db) = (
            format!("20{:02}-{:02}-{:02}", nth % 15, nth % 12 + 1, nth % 28 + 1),
            format!("20{:02}-{:02}-{:02}", nth % 15 + 3, nth % 11 + 1, nth % 27 + 1),
        );
        for (place, (name, day)) in [(a, &da), (b, &db)].into_iter().enumerate() {
            out.push(format!("p{nth:04}{place}x,{name},{family},{day},f,{home}"));
            let slip: String = family.chars().enumerate().filter(|it| it.0 != 3).map(|it| it.1).collect();
            out.push(format!("p{nth:04}{place}y,{},{slip},{day},f,{home}", name.to_uppercase()));
        }
    }
    out
}

fn clusters(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().skip(1).take_while(|it| !it.starts_with("left_id"));
    lines.filter_map(|it| it.split_once(',')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

#[test]
fn records_of_one_child_are_joined_and_sisters_are_not() {
    let folder = Folder::new("sisters");
    let file = folder.put("list.csv", &format!("{HEADER}\n{}\n", families(300).join("\n")));
    let of = clusters(&folder.dedupe(&file, 2).expect("done"));
    let (mut joined, mut sisters) = (0, 0);
    for (id, cluster) in &of {
        if let Some(stem) = id.strip_suffix('x') {
            joined += usize::from(of[&format!("{stem}y")] == *cluster);
            let family = &stem[..5];
            sisters += usize::from(of[&format!("{family}0x")] == of[&format!("{family}1x")]);
        }
    }
    assert!(joined >= 590, "{joined} of 600 children are one");
    assert_eq!(sisters, 0, "no sister is another");
}

#[test]
fn order_of_rows_order_of_columns_and_threads_change_nothing() {
    let folder = Folder::new("order");
    let rows = families(120);
    let first = folder.put("first.csv", &format!("{HEADER}\n{}\n", rows.join("\n")));
    let answer = folder.dedupe(&first, 1).expect("done");
    let mut turned: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut fields: Vec<&str> = row.split(',').collect();
            fields.reverse();
            fields.join(",")
        })
        .collect();
    turned.sort_by_key(|it| it.len() * 7919 % 101);
    let header: Vec<&str> = HEADER.split(',').rev().collect();
    let second = folder.put("second.csv", &format!("\u{feff}{}\n{}\n", header.join(","), turned.join("\n")));
    assert!(answer == folder.dedupe(&second, 3).expect("done"), "another order, another answer");
}

#[test]
fn ten_thousand_equal_names_and_huge_fields_are_no_harm_and_copies_match() {
    let folder = Folder::new("equal");
    let mut text = format!("{HEADER}\n");
    for nth in 0..10_000 {
        text.push_str(&format!("e{nth:05},Ali,Khan,,,,,,,\n"));
    }
    let huge = "ü".repeat(500_000);
    for copy in 0..2 {
        text.push_str(&format!("z{copy},{huge},{huge},31/31/2031,x,{huge},{huge},{huge},{huge},{huge}\n"));
        text.push_str(&format!("y{copy},Ada,Quill,2011-03-27,f,4,Mill Lane,Newtown,ZZ1 1ZZ,07700900123\n"));
        text.push_str(&format!("w{copy},अदा,क्विल,2012-04-28,f,7,रोड,नगर,,07700900456\n"));
    }
    let of = clusters(&folder.dedupe(&folder.put("list.csv", &text), 2).expect("done"));
    assert_eq!(of.len(), 10_006);
    for one in ["y", "w"] {
        assert_eq!(of[&format!("{one}0")], of[&format!("{one}1")], "{one}: a copy is the same person");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let folder = Folder::new("bad");
    for (text, says) in [
        ("", "names no column"),
        ("a,b\n1,2\n", "names no column that is known (found: a, b)"),
        ("record_id,forename\nr1,Ada\nr1,Bo\n", "occurs twice"),
    ] {
        let why = folder.dedupe(&folder.put("list.csv", text), 1).expect_err("refused").to_string();
        assert!(why.contains(says), "{why}");
    }
    assert!(matches!(folder.dedupe(&folder.0.join("absent.csv"), 1), Err(Failed::Input(_))));
    let alone = folder.put("list.csv", "record_id\nr1\n");
    assert_eq!(clusters(&folder.dedupe(&alone, 1).expect("done")).len(), 1);
    let none = folder.put("list.csv", "record_id,forename\n");
    assert!(clusters(&folder.dedupe(&none, 1).expect("done")).is_empty());
}

#[test]
fn a_list_is_linked_reported_and_explained() {
    let folder = Folder::new("link");
    let rows = families(200);
    let (index, query): (Vec<String>, Vec<String>) =
        rows.into_iter().partition(|it| it.split(',').next().is_some_and(|id| id.ends_with('x')));
    let index = folder.put("index.csv", &format!("{HEADER}\n{}\n", index.join("\n")));
    let query = folder.put("query.csv", &format!("{HEADER}\n{}\n", query.join("\n")));
    let (out, report) = (folder.0.join("out.csv"), folder.0.join("report.html"));
    let how = How { report: Some(report.clone()), ..How::default() };
    let task = Task::Link { query: query.clone(), index: index.clone(), out: out.clone(), how: how.clone() };
    run(&task, &mut Vec::new(), &mut Vec::new()).expect("linked");
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for line in std::fs::read_to_string(&out).expect("there").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        first.entry(fields[0].to_owned()).or_insert_with(|| fields[1].to_owned());
    }
    let right = first.iter().filter(|(query, index)| query[..6] == index[..6]).count();
    assert!(right >= 390, "{right} of 400");
    let report = std::fs::read_to_string(report).expect("there");
    assert!(report.contains("Weights") && report.contains("recall given up") && report.ends_with("</html>\n"));
    let (picture, mut said) = (folder.0.join("why.svg"), Vec::new());
    let (left, right) = ("p00000x".to_owned(), "p00001x".to_owned());
    let task = Task::Explain { file: index.clone(), left, right, out: Some(picture.clone()), how };
    run(&task, &mut said, &mut Vec::new()).expect("explained");
    let said = String::from_utf8(said).expect("text");
    assert!(said.contains("Together") && said.contains("Forename: another one"), "{said}");
    assert!(std::fs::read_to_string(picture).expect("there").starts_with("<svg"));
    let mut times = Vec::new();
    run(&Task::ServeBench { index, query, out: None }, &mut times, &mut Vec::new()).expect("measured");
    assert!(String::from_utf8_lossy(&times).contains("\"p99\""));
}

#[test]
fn the_shared_sets_reach_their_goals_at_the_default_cut() {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let data = Path::new(&shared).join("data/linkage");
    let folder = Folder::new("goals");
    for (set, goal) in [("febrl1", 1.0), ("fake1000", 0.98), ("rldata500", 0.9899)] {
        let file = data.join(format!("{set}.csv"));
        if !file.exists() {
            println!("not run: {set} is not in the folder of HOLDFAST_SHARED");
            continue;
        }
        let of = clusters(&folder.dedupe(&file, 2).expect("done"));
        let truth = std::fs::read_to_string(data.join(format!("{set}.truth.csv"))).expect("there");
        let f1 = pair_f1(&clusters(&truth), &of);
        assert!(f1 >= goal - 5e-5, "{set}: {f1}, goal {goal}");
    }
}

fn pair_f1(truth: &BTreeMap<String, String>, of: &BTreeMap<String, String>) -> f64 {
    let pairs = |keys: Vec<String>| {
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        keys.into_iter().for_each(|it| *counts.entry(it).or_default() += 1.0);
        counts.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>()
    };
    let both = pairs(truth.iter().map(|(id, person)| format!("{person} {}", of[id])).collect());
    2.0 * both / (pairs(truth.values().cloned().collect()) + pairs(of.values().cloned().collect()))
}
