//! Writers of the merged graph for other tools: one file a format.
