use sf_runtime::{Client, Error, soql};

async fn names(sf: &Client) -> Result<usize, Error> {
    let query = soql!("SELECT Id, FROM Account WHERE Name = 'a");
    let rows = query.fetch_all(sf).await?;
    let first = &rows[0];
    println!("{}", first.name.len() + first.owner.name.len());
    Ok(rows.len())
}

fn main() {}
//~ unexpected token: 'FROM'
