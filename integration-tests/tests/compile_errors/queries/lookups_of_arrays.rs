//! Lookups that are for arrays, or for their elements; the text names `overlap`, `Vec<String>`, `i32` and `contains`.

use querent::prelude::*;

#[derive(Model)]
struct Post {
    id: i64,
    likes: i32,
    name: String,
    tags: Vec<String>,
}

fn main() {
    let p = Post::fields();
    let _ = p.name.overlap(["a"]);
    let _ = p.tags.contains("a");
    let _ = p.tags.contains([1]);
    let _ = p.tags.icontains("a");
    let _ = p.likes.contains(1);
    let _ = p.tags.eq(vec![1]);
}
