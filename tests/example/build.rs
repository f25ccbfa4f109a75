//! Makes the bindings of the fixture org.

fn main() -> Result<(), sf_codegen::Error> {
    sf_codegen::Builder::new("../../fixtures/org").build()
}
