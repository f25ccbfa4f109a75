//! The command `sf-codegen`. See `sf-codegen --help`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
