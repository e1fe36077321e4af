"""Pure values: money (cents), quantities (thousandths), text, and the frozen records that reads return."""
