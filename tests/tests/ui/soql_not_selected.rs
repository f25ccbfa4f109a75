use sf_runtime::{Client, Error, soql};

async fn names(sf: &Client) -> Result<(), Error> {
    for row in soql!("SELECT Id, Name, Industry FROM Account").fetch_all(sf).await? {
        let _: &str = &row.website;
        let _: &str = row.industry.value();
    }
    Ok(())
}

fn main() {}
//~ no field `website` on type
//~ no method named `value` found for enum `Option
