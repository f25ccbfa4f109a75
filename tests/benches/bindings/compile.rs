//! stub
use crate::report::Report;
use std::error::Error;
pub(super) fn run(_: &mut Report) -> Result<(), Box<dyn Error>> {
    Ok(())
}
pub(super) fn wide(_: &mut Report) -> Result<(), Box<dyn Error>> {
    Ok(())
}
