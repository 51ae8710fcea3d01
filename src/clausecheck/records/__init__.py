"""Row questions: obligations over records, as SQL that runs where the records lie."""
