//! Makes the bindings of the fixture org, which the tests use as an application would.

fn main() -> Result<(), sf_codegen::Error> {
    sf_codegen::Builder::new("../fixtures/org").build()
}
