//! A row that is refused is one all the same for what is done with it.

use sf_runtime::types::Id;
use sf_runtime::{Client, Error, Page, SoqlRow};
use sf_tests::bindings::Opportunity;

#[derive(SoqlRow)]
#[soql(from = "Opportunity", filter = "Amunt > :min AND Name != :name AND Amount < :min")]
struct Deal {
    id: Id<Opportunity>,
    name: String,
    account: Option<Company>,
    opportunity_line_items: Page<Item>,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
struct Company {
    name: Option<u8>,
}

#[derive(SoqlRow)]
#[soql(from = "OpportunityLineItem", filter = "Quantty > 0")]
struct Item {
    quantity: Option<f64>,
}

#[derive(SoqlRow)]
#[soql(from = "Account", filter = "Name = :name", where = "Fax = :fax")]
struct Generic<'a, O: Clone> {
    name: &'a O,
}

#[derive(SoqlRow)]
#[soql(from = "Account")]
union Either {
    name: u8,
}

async fn deals(sf: &Client) -> Result<(), Error> {
    for deal in Deal::query(5, "x").fetch_all(sf).await? {
        println!("{} {} {}", deal.id, deal.name, deal.account.is_some());
        println!("{}", deal.opportunity_line_items.records.len());
    }
    let rows: Vec<Generic<'_, u8>> = Generic::query("x", "y").fetch_all(sf).await?;
    let all: Vec<Either> = Either::query().fetch_all(sf).await?;
    println!("{} {}", rows.len(), all.len());
    Ok(())
}

fn main() {
    //~ no field `Amunt` on Opportunity: did you mean `Amount`?
    //~ `Name` of Account is not read as `u8`
    //~ no field `Quantty` on OpportunityLineItem: did you mean `Quantity`?
    //~ a row takes no generics or lifetimes
    //~ a row is a struct, not a union
}
