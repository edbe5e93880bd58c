"""What is kept between builds, and how a page is traced."""
