        ["window"] = typeof(WindowConfig),
