"""PDF, XLSX and DOCX of one frozen report. Each is a pure function of the snapshot's data: same data, same file."""
