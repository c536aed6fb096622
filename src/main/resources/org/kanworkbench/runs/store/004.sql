-- Runs that predict numbers: their scores, in the columns of accuracies, are errors. This is their coefficient of determination.
alter table metric add column test_r2 real;
