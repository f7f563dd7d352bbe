"""What every app leans on: settings, the page layout, the audit, and the gate that says who may read."""
