//! The command line, as an outside check calls it: the binary itself, its stdout and its exit code (contract.md).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use catalogue::Files;

use crate::kit::{folder, said};

/// Runs the program.
pub fn holdfast(args: &[&str]) -> Output {
    let place = folder();
    Command::new(env!("CARGO_BIN_EXE_holdfast")).args(args).current_dir(&place).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn code(it: &Output) -> i32 {
    it.status.code().unwrap_or(-1)
}

/// The shipped district as a folder that a test may edit.
pub fn district() -> PathBuf {
    let dir = folder();
    for (name, words) in Files::embedded().0 {
        let path = dir.join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, words).unwrap();
    }
    dir
}

/// Replaces words in a file of a folder.
pub fn edit(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let old = std::fs::read_to_string(&path).unwrap();
    assert!(old.contains(from), "{file} does not hold {from}");
    std::fs::write(path, old.replacen(from, to, 1)).unwrap();
}

#[test]
fn every_clock_vector_of_the_domain_pack_comes_out_of_the_program() {
    let shared = said("HOLDFAST_SHARED").unwrap_or_else(|| "../../shared".to_owned());
    let Ok(vectors) = std::fs::read_to_string(Path::new(&shared).join("domain/data/clock_vectors.csv")) else {
        assert!(said("CI").is_none(), "CI has the domain pack: HOLDFAST_SHARED does not lead to it");
        return eprintln!("not run: HOLDFAST_SHARED does not lead to the domain pack");
    };
    let mut wrong = Vec::new();
    let rows: Vec<Vec<&str>> = vectors.lines().skip(1).map(|it| it.split(',').collect()).collect();
    assert!(rows.len() > 20, "{} vectors", rows.len());
    for row in rows {
        let [calendar, start, plus, unit, expected] = row[..] else { panic!("{row:?}") };
        let out = holdfast(&["clock", "due", "--plus", plus, unit, "--start", start, "--calendar", calendar]);
        if text(&out.stdout) != expected || code(&out) != 0 {
            wrong.push(format!("{row:?}: {} {}", text(&out.stdout), text(&out.stderr)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bad_input_exits_2_and_a_store_out_of_reach_exits_3() {
    assert_eq!(
        code(&holdfast(&["clock", "due", "--plus", "many", "wd", "--start", "2026-11-04", "--calendar", "EW"])),
        2
    );
    assert_eq!(code(&holdfast(&["no-such-command"])), 2);
    let gone = holdfast(&["user", "reset", "r.thorn", "--data", "nowhere"]);
    assert_eq!(code(&gone), 3, "{}", text(&gone.stderr));
    assert!(text(&gone.stderr).contains("There is no store at"));
    let unreachable = "postgres://nobody@127.0.0.1:1/none";
    assert_eq!(code(&holdfast(&["user", "disable", "r.thorn", "--database", unreachable])), 3);
    assert_eq!(code(&holdfast(&["--help"])), 0);
}

#[test]
fn a_configuration_is_checked_told_apart_and_applied_and_a_broken_one_changes_nothing() {
    let dir = district();
    let data = folder();
    let (dir_text, data_text) = (dir.display().to_string(), data.display().to_string());
    let made = holdfast(&["demo", "--size", "small", "--data", &data_text]);
    assert_eq!(code(&made), 0, "{}", text(&made.stderr));
    edit(&dir, "partnership.toml", "idle_minutes = 15", "idle_minutes = 20");
    let told = holdfast(&["config", "diff", &dir_text, "--data", &data_text]);
    assert!(
        text(&told.stdout).contains("idle_minutes") || text(&told.stdout).contains("idle minutes"),
        "{}",
        text(&told.stdout)
    );
    let applied = holdfast(&["config", "apply", &dir_text, "--data", &data_text]);
    assert_eq!(code(&applied), 0, "{}", text(&applied.stderr));
    assert!(text(&applied.stdout).contains("Version 2 is in force"), "{}", text(&applied.stdout));
    let again = holdfast(&["config", "apply", &dir_text, "--data", &data_text]);
    assert!(text(&again.stdout).contains("Nothing changes: version 2 stays"), "{}", text(&again.stdout));
    edit(&dir, "partnership.toml", "idle_minutes = 20", "idle_minutes = \"long\"");
    let check = holdfast(&["config", "check", &dir_text]);
    assert_eq!(code(&check), 1);
    assert!(text(&check.stdout).contains("partnership.toml:"), "file and line: {}", text(&check.stdout));
    let refused = holdfast(&["config", "apply", &dir_text, "--data", &data_text]);
    assert_eq!(code(&refused), 2, "{}", text(&refused.stderr));
    edit(&dir, "partnership.toml", "idle_minutes = \"long\"", "idle_minutes = 20");
    let same = holdfast(&["config", "apply", &dir_text, "--data", &data_text]);
    assert!(text(&same.stdout).contains("version 2 stays"), "{}", text(&same.stdout));
}

#[test]
fn a_new_store_is_readable_by_its_owner_alone_and_the_operator_adds_and_disables_people() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = folder();
    let at = data.display().to_string();
    assert_eq!(code(&holdfast(&["demo", "--size", "small", "--data", &at])), 0);
    let mode = std::fs::metadata(data.join("holdfast.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let add = |name: &str, role: &str, agency: &str| {
        let mail = format!("{name}@wrenmoor.example");
        holdfast(&[
            "user",
            "add",
            name,
            "--shown-as",
            name,
            "--mail",
            &mail,
            "--role",
            role,
            "--agency",
            agency,
            "--data",
            &at,
        ])
    };
    let alone = add("r.thorn", "police-officer", "moorland-police");
    assert!(text(&alone.stdout).contains("/invitation/"), "no manager there yet: {}", text(&alone.stderr));
    let waits = add("s.thorn", "screener", "wrenmoor-children");
    assert_eq!(code(&waits), 0, "{}", text(&waits.stderr));
    assert!(text(&waits.stdout).contains("A manager of wrenmoor-children confirms"), "{}", text(&waits.stdout));
    let wrong = add("t.thorn", "screener", "moorland-police");
    assert_eq!(code(&wrong), 2, "role and agency must fit");
    let token = holdfast(&["user", "token", "screener", "--data", &at]);
    assert_eq!(text(&token.stdout).len(), 43, "{}", text(&token.stderr));
    assert_eq!(code(&holdfast(&["user", "disable", "screener", "--data", &at])), 0);
    assert_eq!(code(&holdfast(&["user", "disable", "nobody", "--data", &at])), 2);
}
