// Server-sent items -> the lists of the page. Each item is a finished piece of HTML that the server has escaped.
const state = document.getElementById("state");
const kept = 200;

function show(kind, message) {
  const list = document.getElementById(`${kind}-list`);
  const holder = document.createElement("template");
  holder.innerHTML = message.data;
  const fresh = holder.content.firstElementChild;
  const before = document.getElementById(fresh.id);
  document.getElementById(`${kind}-empty`)?.remove();
  if (before) {
    before.replaceWith(fresh);
  } else {
    fresh.classList.add("fresh");
    list.prepend(fresh);
    const count = document.getElementById(`${kind}-count`);
    count.textContent = String(Number(count.textContent) + 1);
    while (list.children.length > kept) list.lastElementChild.remove();
  }
}

const stream = new EventSource(`/stream?since=${document.body.dataset.number}`);
stream.onopen = () => { state.dataset.live = "yes"; state.textContent = "live"; };
stream.onerror = () => { state.dataset.live = "no"; state.textContent = "connection lost, trying again"; };
for (const kind of ["article", "event", "alert", "delivery"]) {
  stream.addEventListener(kind, (message) => show(kind, message));
}
// The server was started anew and counts from the beginning: what stands here is not its news.
stream.addEventListener("restart", () => location.reload());
