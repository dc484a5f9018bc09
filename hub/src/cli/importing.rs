//! `holdfast import KIND FILE`: a file is checked whole, then kept; twice the same file changes nothing (contract.md).

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use door::{Acting, Key};
use exchange::import::{
    ALONE, BeginImport, Begun, Job, Source, Told as Counted, as_csv, check, kind, kinds, own_agency, run,
};
use room::{House, Import};

use super::operated::noted;
use super::place::Place;
use super::told::{NotDone, Told};

/// What is imported.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  holdfast import persons persons.csv --data ./data --dry-run\n  holdfast import persons \
    persons.csv --data ./data\n\nPersons come first. All rows are kept, or none. Exit codes: 0 done, 2 a row is bad."
)]
pub struct Importing {
    /// Where the store is.
    #[command(flatten)]
    pub place: Place,
    /// What stands in the file; see --list.
    #[arg(value_name = "KIND", required_unless_present = "list")]
    pub kind: Option<String>,
    /// The file: CSV in UTF-8, the header in row 1.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub file: Option<PathBuf>,
    /// Checks only: nothing is kept.
    #[arg(long)]
    pub dry_run: bool,
    /// Whose file it is: an agency's code; the council's children's services when absent.
    #[arg(long, value_name = "CODE")]
    pub agency: Option<String>,
    /// Writes the bad rows there as CSV, with what is wrong and how to mend it.
    #[arg(long, value_name = "FILE")]
    pub bad_rows: Option<PathBuf>,
    /// Prints every kind with its columns.
    #[arg(long)]
    pub list: bool,
}

impl Importing {
    /// Imports.
    ///
    /// # Errors
    /// Bad rows or a bad file (2), refused (1), storage (3).
    pub async fn run(&self) -> Told {
        if self.list {
            print!("{}", listed());
            return Ok(());
        }
        let (Some(name), Some(file)) = (&self.kind, &self.file) else {
            return Err(NotDone::Input("name a kind and a file".to_owned()));
        };
        let kind = kind(crate::rooms::ROOMS, name).ok_or_else(|| {
            let all: Vec<_> = kinds(crate::rooms::ROOMS).iter().map(|it| it.kind).collect();
            NotDone::Input(format!("{name:?} is no kind of file: name one of {}", all.join(", ")))
        })?;
        std::fs::File::open(file).map_err(|e| NotDone::unread(file, &e))?;
        self.place.make()?;
        let _held = self.place.hold()?;
        let house = self.place.house_or_new().await?;
        let agency = self.agency(&house)?;
        let job = Job { kind, agency, source: Source::File(file.clone()) };
        self.import(&house, &job, &file_name(file)).await
    }

    fn agency(&self, house: &House) -> Result<String, NotDone> {
        let catalogue = house.catalogue();
        match &self.agency {
            None => Ok(own_agency(&catalogue)),
            Some(code) if catalogue.agency(code).is_some() => Ok(code.clone()),
            Some(code) => Err(NotDone::Input(format!("--agency {code:?}: the configuration has no such agency"))),
        }
    }

    async fn import(&self, house: &House, job: &Job, file: &str) -> Told {
        let acting = Acting::operator();
        noted(&house.door, exchange::import::CheckImport { kind: job.kind.kind.to_owned() }).await?;
        let catalogue = house.catalogue();
        let checked = Progress::of("rows checked");
        let mut told = check(&house.door, &acting, &catalogue, job, &|n| checked.tell(n)).await?;
        self.write_bad_rows(&told)?;
        warn(&told);
        if told.counted.0 > 0 {
            print(&Counted { added: 0, changed: 0, unchanged: 0, ..told.clone() })?;
            return Err(NotDone::Input(format!("{} rows are bad: nothing was imported", told.counted.0)));
        }
        if !self.dry_run && told.added + told.changed > 0 {
            let (lines, doubtful) = (count(told.read), count(told.counted.1));
            let (kind, agency) = (job.kind.kind.to_owned(), job.agency.clone());
            let of = Begun { kind, agency, file: file.to_owned(), lines, doubtful };
            let import = house.door.act(&acting, Key::none(), BeginImport { of }).await?;
            let kept = Progress::of("rows imported");
            let all = run(&house.door, &acting, job, (import, ALONE), &|n| kept.tell(n)).await?;
            (told.added, told.changed, told.unchanged) = all;
        }
        house.door.seal_all().await?;
        print(&told)
    }

    fn write_bad_rows(&self, told: &Counted) -> Told {
        match &self.bad_rows {
            Some(path) => std::fs::write(path, as_csv(&told.errors)).map_err(|e| NotDone::unwritten(path, &e)),
            None => Ok(()),
        }
    }
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(String::new, |it| it.to_string_lossy().chars().take(100).collect())
}

fn count(it: u64) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}

fn print(told: &Counted) -> Told {
    let text = serde_json::to_string_pretty(told).map_err(|e| NotDone::Input(e.to_string()))?;
    println!("{text}");
    Ok(())
}

/// Doubts on stderr: they are kept, and shown beside the person.
fn warn(told: &Counted) {
    const SHOWN: usize = 20;
    for it in told.doubts.iter().take(SHOWN) {
        eprintln!("warning: row {}, {} {:?}: {}; {}", it.row, it.column, it.value, it.problem, it.mend);
    }
    let more = told.counted.1.saturating_sub(SHOWN as u64);
    if more > 0 {
        eprintln!("warning: {more} more are doubtful; all are kept as they stand and shown as doubtful");
    }
}

/// Progress on stderr, every so many rows.
struct Progress {
    what: &'static str,
    told: AtomicU64,
}

impl Progress {
    const EVERY: u64 = 50_000;

    fn of(what: &'static str) -> Self {
        Self { what, told: AtomicU64::new(0) }
    }

    fn tell(&self, now: u64) {
        let step = now / Self::EVERY;
        if step > self.told.swap(step, Ordering::Relaxed) {
            eprintln!("{now} {}", self.what);
        }
    }
}

/// Every kind with its columns.
fn listed() -> String {
    let mut all = String::new();
    for it in kinds(crate::rooms::ROOMS) {
        let _ = writeln!(all, "{}: {}", it.kind, it.what);
        columns(&mut all, it);
    }
    all
}

fn columns(all: &mut String, it: &Import) {
    for column in it.columns {
        let needed = if column.needed { "" } else { " (may be empty)" };
        let _ = writeln!(all, "  {}: {}{needed}", column.name, column.what);
    }
}
