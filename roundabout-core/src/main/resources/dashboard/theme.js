// Before anything is drawn, so that nothing flashes. The choice is kept in this browser; "auto" follows the system.
{
  const themes = ["auto", "light", "dark"];
  const root = document.documentElement;
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("roundabout.theme") ?? "auto";
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  const show = (theme) => {
    root.dataset.theme = themes.includes(theme) ? theme : "auto";
  };
  show(chosen);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const name = () => {
      button.textContent = root.dataset.theme;
      button.setAttribute("aria-label", `Colours: ${root.dataset.theme}. Change`);
    };
    name();
    button.addEventListener("click", () => {
      show(themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length]);
      name();
      try {
        localStorage.setItem("roundabout.theme", root.dataset.theme);
      } catch {
        // As above.
      }
    });
  });
}
