//! `holdfast`: one binary, one store, one configuration.

use std::process::ExitCode;

fn main() -> ExitCode {
    hub::cli::main()
}
