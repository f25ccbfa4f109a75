use sf_runtime::{Client, Error, soql};

soql!(pub struct Deal: "SELECT Id, Nam FROM Opportunity WHERE Amount > :min");
soql!(struct NoColon "SELECT Id FROM Opportunity");
soql!(struct HowMany: "SELECT COUNT() FROM Opportunity");
soql!(struct Braced: "SELECT Id FROM Opportunity WHERE Amount > :{min + 1}");

async fn deals(sf: &Client) -> Result<Vec<Deal>, Error> {
    let rows: Vec<Deal> = Deal::query(5).fetch_all(sf).await?;
    Ok(rows)
}

fn main() {}
//~ no field `Nam` on Opportunity: did you mean `Name`?
//~ expected `:`
//~ has no rows that could have a name
//~ so a bind is a name
