"""The document model of official papers and its two renderers. Pure: the frozen `data` of a paper in, bytes out."""
