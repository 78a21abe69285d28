//! What all routes of a platform say alike: `[declared.every]`. Each route, and the list of what we wrote, is
//! read as if it said it too, unless it says something else itself.

use toml::{Table, Value};

/// The manifest with what every route says put into the routes; `None` where nothing is.
pub fn spread(text: &str) -> Result<Option<Table>, toml::de::Error> {
    if !text.contains("[declared.every]") {
        return Ok(None);
    }
    let mut manifest: Table = toml::from_str(text)?;
    let declared = manifest.get_mut("declared").and_then(Value::as_table_mut);
    let Some(declared) = declared else {
        return Ok(None);
    };
    let Some(Value::Table(every)) = declared.remove("every") else {
        return Ok(None);
    };
    let routes = declared.get_mut("route").and_then(Value::as_array_mut);
    let mut all: Vec<&mut Value> = routes.into_iter().flatten().collect();
    for route in all.iter_mut().filter_map(|route| route.as_table_mut()) {
        fill(route, &every);
    }
    if let Some(written) = declared.get_mut("written").and_then(Value::as_table_mut) {
        fill(written, &every);
    }
    Ok(Some(manifest))
}

fn fill(route: &mut Table, every: &Table) {
    for (key, value) in every {
        route.entry(key.clone()).or_insert_with(|| value.clone());
    }
}
