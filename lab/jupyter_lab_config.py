"""JupyterLab for this book: on this machine only, asks no other site, opens in the project so that every notebook is in reach."""

from pathlib import Path

HERE = Path(__file__).resolve().parent

c = get_config()  # noqa: F821  Jupyter gives it
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.root_dir = str(HERE.parent)
c.LabApp.app_settings_dir = str(HERE / "settings")
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
