"use strict";
// Sort a table by a column (numbers by their data-value), and leave the rows that hold what is searched for.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const compare = (one, other) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) ? one.localeCompare(other, undefined, { numeric: true }) : difference;
  };
  headers.forEach((header, column) => {
    header.querySelector("button").addEventListener("click", () => {
      const before = header.getAttribute("aria-sort");
      const descending = before ? before === "ascending" : header.classList.contains("num");
      const sign = descending ? -1 : 1;
      for (const each of headers) each.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => [value(row, column), row]);
      rows.sort(([one], [other]) => (one === "" || other === "" ? 1 : sign) * compare(one, other));
      body.append(...rows.map(([, row]) => row));
    });
  });
}
const search = document.querySelector("input[type=search]");
search?.addEventListener("input", () => {
  const wanted = search.value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll("table.sortable tbody tr")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});
