"""JupyterLab for this book: on this machine only, asks no other site, opens in the project so that every notebook is in reach."""

c = get_config()  # noqa: F821  Jupyter gives it
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.root_dir = ".."
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
