//! stub
use crate::report::Report;
use std::error::Error;
pub(super) fn run(_: &mut Report) -> Result<(), Box<dyn Error>> {
    Ok(())
}
pub(super) fn rebuild(_: &mut Report) -> Result<(), Box<dyn Error>> {
    Ok(())
}
