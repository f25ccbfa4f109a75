use sf_runtime::{Client, Error, soql};

async fn names(sf: &Client) -> Result<Vec<String>, Error> {
    let rows = soql!("SELECT Id, Name FROM Acount").fetch_all(sf).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn main() {}
//~ no object `Acount`: did you mean `Account`?
